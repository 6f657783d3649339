//! The page: Quorate's playground in the browser.
//!
//! `store` holds the state and its reducer and knows no browser; `browser` holds every call to
//! one; `components` and `panels` are functions of their props; `pages` puts them together; `words`
//! holds what all of them say to people.

mod app;
mod browser;
mod components;
mod hooks;
mod pages;
mod panels;
mod store;
mod words;

/// The standard library's allocator takes four times the room in the download.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    if browser::worker::is_worker() {
        browser::worker::serve();
    } else {
        browser::mount::<app::App>();
    }
}
