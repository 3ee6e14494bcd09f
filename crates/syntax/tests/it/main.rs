//! The tests of the crate as one binary: parsing, incremental reparsing, YAML.

mod hostile;
mod incremental;
mod markdown;
mod whole;
mod yaml_cases;
mod yaml_edits;
mod yaml_oracle;
