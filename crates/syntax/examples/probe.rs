use granit_parser::{Parser, options};
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).expect("file")).expect("read");
    for doc in text.split("=====\n") {
        println!("#### {doc:?}");
        let o =
            options! { emit_anchor_events: true, emit_unresolved_aliases: true, max_buffered_comment_events: 1000000 };
        for next in Parser::new_from_str_with_options(doc, o) {
            match next {
                Ok((e, s)) => println!(
                    "{e:?} {:?} tag {:?} ind {:?}",
                    s.byte_range(),
                    s.tag_span().and_then(|s| s.byte_range()),
                    s.indent
                ),
                Err(e) => {
                    println!("ERR {:?} {:?} {}", e.marker(), e.kind(), e);
                    break;
                }
            }
        }
    }
}
