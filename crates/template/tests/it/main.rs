//! The tests of the crate as one binary: compiling, alignment, embedded sets.

mod alignment_of_real_pages;
mod applies;
mod embedded;
mod hostile;
mod mistakes;
mod ordinary;
