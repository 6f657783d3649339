//! Callbacks that let through only what concerns them.

use yew::Callback;

/// A callback for wider news, of which only some reach the one there is.
pub(crate) fn sifted<T: 'static, U: 'static>(on: &Callback<U>, sift: impl Fn(T) -> Option<U> + 'static) -> Callback<T> {
    let on = on.clone();
    Callback::from(move |news| {
        if let Some(concerned) = sift(news) {
            on.emit(concerned);
        }
    })
}
