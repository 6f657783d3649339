//! Histories that people bring.

// The page.
pub(crate) const BRING: &str = "Bring a history";
pub(crate) const PASTE: &str = "\
    Paste what your clients recorded, or drop a file here. It is judged in this page and sent nowhere; the \
    address and this tab keep it. Operations can be carried on the timeline: the text follows.";
pub(crate) const HISTORY: &str = "History";
pub(crate) const JUDGE: &str = "Judge";
pub(crate) const COPY_LINK: &str = "Copy link";
pub(crate) const CLEAR: &str = "Clear";
pub(crate) const CLEAR_TOLD: &str = "Empty the field, and forget what was kept of it";
pub(crate) const UNDO_TOLD: &str = "Bring back what was there before";
pub(crate) const TAKE_ALONG: &str = "Take it along";
pub(crate) const CAN_BE_READ: &str = "What can be read";
pub(crate) const OTHER_FORMS: &str = "\
    Or events as Jepsen writes them in EDN, the log of its test of etcd, the log of a key-value store \
    with append, or JSON with a list of operations, ";
pub(crate) const THIS_HISTORY: &str = "this history";

// Of a history that tells an order alone.
pub(crate) const ORDER_ALONE: &str = "This history tells the order of events, not their times.";
pub(crate) const LINES: &str = "lines";
pub(crate) const EVENTS: &str = "events";

pub(crate) fn places(what: &str, from: &str, to: &str) -> String {
    format!("{what} {from} to {to}")
}

pub(crate) fn many(number: &str, what: &str) -> String {
    format!("{number}\u{a0}{what}")
}

// What became of it.
pub(crate) fn example_instead(error: &share::LinkError) -> String {
    format!("{error} An example stands here instead.")
}

pub(crate) const AS_LEFT: &str = "As you left it.";
pub(crate) const NOT_KEPT: &str = "Too long to be kept: a reload loses it.";
pub(crate) const LINK_COPIED: &str = "Link copied.";
pub(crate) const LINK_IN_ADDRESS: &str = "The link stands in the address.";
pub(crate) const TOO_LONG: &str = "Too long for a link: it holds 64 kB of text.";
pub(crate) const CANNOT_BE_READ: &str = "It cannot be read: ";

// Examples.
pub(crate) const OLDER_READ: &str = "A read older than an earlier read";
pub(crate) const OLDER_READ_HISTORY: &str = "\
    # While x=2 is being written,\n# B reads it, and C later x=1.\nA w(x,1) 0..10\nA w(x,2) 20..60\nB \
    r(x)=2 25..35\nC r(x)=1 40..50\n";
pub(crate) const REPLY_BEFORE_QUESTION: &str = "A reply before its question";
pub(crate) const REPLY_BEFORE_QUESTION_HISTORY: &str = "\
    # C sees what B answered,\n# and not what B had read.\nA w(question,1) 0..10\nB r(question)=1 \
    20..30\nB w(answer,2) 40..50\nC r(answer)=2 60..70\nC r(question)=nil 80..90\n";
pub(crate) const TWO_ORDERS: &str = "Two orders of the same writes";
pub(crate) const TWO_ORDERS_HISTORY: &str = "\
    # C and D see both writes,\n# and differ on which came last.\nA w(x,1) 0..10\nB w(x,2) 0..10\nC \
    r(x)=1 20..30\nC r(x)=2 40..50\nD r(x)=2 20..30\nD r(x)=1 40..50\n";
pub(crate) const OVERDRAWN: &str = "An account that is overdrawn";
pub(crate) const UNANSWERED: &str = "A write that nobody answered";
pub(crate) const UNANSWERED_HISTORY: &str = "\
    # Nobody knows when x=2 is written:\n# it may be at any later time.\nA w(x,1) 0..10\nA w(x,2) \
    20..\nB r(x)=1 30..40\nC r(x)=2 50..60\nB r(x)=2 70..80\n";

// What is wrong, or found.
pub(crate) const EMPTY: &str = "there is nothing in it yet.";

pub(crate) fn more_problems(count: usize) -> String {
    if count == 1 { "And 1 more.".to_owned() } else { format!("And {count} more.") }
}

pub(crate) const NO_JSON: &str = "it is no JSON";
pub(crate) const NO_OPERATION: &str = "there is no operation in `ops`";
pub(crate) const LINEARIZABLE: &str = "Linearizable: ";

pub(crate) fn as_calls(word: &str, operations: usize, title: &str) -> String {
    format!("{word}, as {operations} calls on {title}.")
}

pub(crate) fn held(operations: usize) -> String {
    format!("held in this history of {operations} operations.")
}

pub(crate) const UNTESTED: &str = "untested in this history.";
pub(crate) const PROVES_NOTHING: &str =
    "A history proves nothing of others: this one could not tell it from a store that always keeps it.";
pub(crate) const CARRIED_IN_NOTATION: &str = "Operations can be carried where they are written in the notation below.";
