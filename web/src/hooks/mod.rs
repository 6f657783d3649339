//! What several components need of their life in the page.
