//! Finding the site's root and its pages.
