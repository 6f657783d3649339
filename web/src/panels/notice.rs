//! What is wrong with the link that was opened.

use yew::prelude::*;

use crate::components::{Icon, IconName};
use crate::store::{Action, Notice};

#[derive(PartialEq, Properties)]
pub(crate) struct NoticeProps {
    pub(crate) notice: Option<Notice>,
    pub(crate) on: Callback<Action>,
}

/// A line under the header, until it is read.
#[component]
pub(crate) fn NoticeBar(props: &NoticeProps) -> Html {
    let dismiss = props.on.reform(|_: MouseEvent| Action::Dismiss);
    html! {
        <div class="notice-place" role="status">
            if let Some(notice) = &props.notice {
                <div class="notice">
                    <div class="notice-words">
                        <p class="notice-lead">{ notice.lead.clone() }</p>
                        <ul>
                            { for notice.problems.iter().enumerate().map(|(index, problem)| html! {
                                <li key={index}><code>{ problem.field.clone() }</code>{ " " }{ problem.sentence.clone() }</li>
                            }) }
                        </ul>
                    </div>
                    <button type="button" class="tool" aria-label="Dismiss" onclick={dismiss}>
                        <Icon name={IconName::Close} />
                    </button>
                </div>
            }
        </div>
    }
}
