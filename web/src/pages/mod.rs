//! What a route shows.
