//! Rules about the items of canned numbered lists.

pub mod changed_step;
pub mod missing_step;
pub mod step_number;
pub mod step_order;
