//! What is wrong with the link that was opened.

use yew::prelude::*;

use crate::components::{IconName, icon};
use crate::store::{Action, Notice};
use crate::words;

/// A line under the header, until it is read.
pub(crate) fn notice_bar(notice: Option<&Notice>, on: &Callback<Action>) -> Html {
    let dismiss = on.reform(|_: MouseEvent| Action::Dismiss);
    html! {
        <div class="notice-place" role="status">
            if let Some(notice) = notice {
                <div class="notice">
                    <div class="notice-words">
                        <p class="notice-lead">{ notice.lead.clone() }{ " " }{ notice.instead.unwrap_or_default() }</p>
                        <ul>
                            { for notice.problems.iter().enumerate().map(|(index, problem)| html! {
                                <li key={index}>{ problem.to_string() }</li>
                            }) }
                        </ul>
                    </div>
                    <button type="button" class="tool" aria-label={words::header::DISMISS} onclick={dismiss}>
                        { icon(IconName::Close) }
                    </button>
                </div>
            }
        </div>
    }
}
