//! A long list that is put on the page slice by slice, one a frame, so that no frame waits for all of it.

use yew::prelude::*;

use crate::browser::frame::Ticking;

/// How many of so many slices are shown: one at first, then one more a frame. Another list begins anew.
#[hook]
pub(crate) fn use_slices<List: PartialEq + Clone + 'static>(list: &List, whole: usize) -> usize {
    let state = use_state(|| (list.clone(), 1));
    let shown = if state.0 == *list { state.1 } else { 1 };
    let setter = state.setter();
    use_effect_with((list.clone(), shown, whole), move |(list, shown, whole)| {
        let (list, next) = (list.clone(), shown + 1);
        let frame = (*shown < *whole).then(|| {
            Ticking::start(move |_| {
                setter.set((list.clone(), next));
                false
            })
        });
        move || drop(frame)
    });
    shown.min(whole)
}
