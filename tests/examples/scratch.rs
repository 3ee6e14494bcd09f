#![allow(clippy::print_stdout, clippy::unwrap_used)]
use std::time::Instant;
fn main() {
    let root = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let t = Instant::now();
    let site = docent_site::Site::load_root(root.clone());
    println!("load_root {:?}", t.elapsed());
    let t = Instant::now();
    let files = docent_site::discover::site_files(&root).files;
    println!("site_files {:?} {}", t.elapsed(), files.len());
    let t = Instant::now();
    let nav = docent_site::index::build::read_navigation(&site);
    println!("navigation {:?}", t.elapsed());
    drop(nav);
    let t = Instant::now();
    let w = docent_site::watch::watch(&root, |_| {});
    println!("watch {:?}", t.elapsed());
    drop(w);
    let t = Instant::now();
    let texts: Vec<String> = files.iter().filter_map(|f| std::fs::read_to_string(f).ok()).collect();
    println!("read serially {:?}", t.elapsed());
    let t = Instant::now();
    let n: usize = texts.iter().map(|t| docent_syntax::Page::parse(t).section_count()).sum();
    println!("parse serially {:?} {n}", t.elapsed());
    let t = Instant::now();
    let pages: Vec<_> = files.iter().zip(&texts).map(|(f, t)| (f, docent_syntax::Page::parse(t))).collect();
    println!("parse+keep serially {:?} {n}", t.elapsed());
    let t = Instant::now();
    let facts: Vec<_> = pages.iter().map(|(f, p)| docent_site::index::build::index_page(&site, f, p)).collect();
    println!("facts serially {:?}", t.elapsed());
    let t = Instant::now();
    let mut index = docent_site::SiteIndex::new(site.model.clone());
    for ((f, _), facts) in pages.iter().zip(facts) {
        if let Some(p) = facts {
            index.set_page(&site.relative(f), p.facts, p.excluded);
        }
    }
    println!("set_page serially {:?}", t.elapsed());
    drop(pages);
    let t = Instant::now();
    let index = docent_site::index::build::build_index(&site, &|_| {}, &Default::default());
    println!("build {:?} {}", t.elapsed(), index.len());
}
