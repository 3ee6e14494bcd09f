//! The JSON Schema of `docent.yaml` without the rules, which are not known here. A test keeps its keys equal to those that are read.

/// The schema (draft 2020-12) as JSON text, with a line ending.
pub const CONFIG_SCHEMA: &str = include_str!("config_schema.json");

#[cfg(test)]
mod tests {
    use super::CONFIG_SCHEMA;
    use crate::config::reader::site::{NAVIGATION_KEYS, SITE_KEYS};
    use crate::config::reader::{KEYS, OVERRIDE_KEYS, PAGE_KEYS, SEVERITIES};
    use docent_generators::{GENERATORS, IN_HTML, LinkStyle, address_styles, link_styles};
    use docent_syntax::{TextSize, YamlTree};

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        // JSON is YAML, too.
        let tree = YamlTree::parse(CONFIG_SCHEMA, TextSize::new(0));
        assert_eq!(tree.error, None);
        let schema = tree.to_json();
        let keys = |path: &str| -> Vec<String> {
            let node = schema.pointer(path).unwrap_or_else(|| panic!("{path}"));
            let mut keys: Vec<String> = match node.as_array() {
                Some(items) => items.iter().filter_map(|item| item.as_str()).map(str::to_owned).collect(),
                None => node.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default(),
            };
            keys.sort();
            keys
        };
        let sorted = |known: &[&str]| -> Vec<String> {
            let mut known: Vec<String> = known.iter().map(|key| (*key).to_owned()).collect();
            known.sort();
            known
        };
        assert_eq!(keys("/properties"), sorted(KEYS));
        assert_eq!(keys("/$defs/page/properties"), sorted(PAGE_KEYS));
        assert_eq!(keys("/$defs/override/properties"), sorted(OVERRIDE_KEYS));
        assert_eq!(keys("/$defs/severity/enum"), sorted(SEVERITIES));
        assert_eq!(keys("/properties/site/properties"), sorted(SITE_KEYS));
        assert_eq!(keys("/properties/site/properties/kind/enum"), sorted(&GENERATORS.map(|kind| kind.id)));
        assert_eq!(
            keys("/properties/site/properties/default-permalink/anyOf/0/enum"),
            sorted(&address_styles().collect::<Vec<_>>())
        );
        let styles = link_styles().map(LinkStyle::word).chain([IN_HTML]).collect::<Vec<_>>();
        assert_eq!(keys("/$defs/link-style/enum"), sorted(&styles));
        assert_eq!(keys("/$defs/navigation/properties"), sorted(NAVIGATION_KEYS));
    }
}
