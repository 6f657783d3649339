//! A script of operations in a link: `do=A.w.x@10,B.r.x@30`. A writes x at 10 ms, B reads it at 30.
//! Calls on an object add (`A.+800.x@10`) or take (`A.-800.x@10`); of a set `+3` puts in c. Of a
//! text `+3` types c where it ends, and `-3` deletes its third letter; of a bank
//! `-50` moves 50 into the next account, and `r` reads all. `A.w.x@10~2` was the second operation of the
//! random work of A, by which chance still calls it, and `A.w.x@10~B.2` that of B.

use history::Key;
use scenario::{Drawn, Node, ScriptedAction, ScriptedOperation};

use crate::time::{read_ms, write_ms};

/// Reads a list of operations, and adds to `script` those that can be read.
///
/// # Errors
/// A sentence for each that cannot.
pub(crate) fn read_script(text: &str, script: &mut Vec<ScriptedOperation>) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    for item in text.split(',').filter(|item| !item.is_empty()) {
        match read_operation(item) {
            Ok(operation) => script.push(operation),
            Err(sentence) => wrong.push(sentence),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Writes a list of operations.
pub(crate) fn write_script(script: &[ScriptedOperation], link: &mut String) {
    for (index, operation) in script.iter().enumerate() {
        if index > 0 {
            link.push(',');
        }
        link.push_str(&operation.session.to_string());
        match operation.action {
            ScriptedAction::Read => link.push_str(".r."),
            ScriptedAction::Write => link.push_str(".w."),
            ScriptedAction::Add(amount) => link.push_str(&format!(".+{amount}.")),
            ScriptedAction::Take(amount) => link.push_str(&format!(".-{amount}.")),
        }
        link.push_str(&Key::default_name(operation.key.into()));
        link.push('@');
        write_ms(operation.at_us, link);
        if let Some(Drawn { session, count }) = operation.drawn {
            link.push('~');
            if session != operation.session {
                link.push_str(&format!("{session}."));
            }
            link.push_str(&(u32::from(count) + 1).to_string());
        }
    }
}

fn read_operation(item: &str) -> Result<ScriptedOperation, String> {
    let shape = || format!("`{item}` should look like A.w.x@10, B.r.x@30 or C.-800.x@50, time in ms");
    let (call, time) = item.split_once('@').ok_or_else(shape)?;
    let (time, drawn) = time.split_once('~').map_or((time, None), |(time, drawn)| (time, Some(drawn)));
    let mut steps = call.split('.');
    let (Some(session), Some(action), Some(key), None) = (steps.next(), steps.next(), steps.next(), steps.next())
    else {
        return Err(shape());
    };
    let action = match action {
        "r" => ScriptedAction::Read,
        "w" => ScriptedAction::Write,
        _ => read_call(action).ok_or_else(shape)?,
    };
    let key = read_key(key).ok_or_else(|| format!("`{item}` names no key; keys are x, y, z, a, b, …"))?;
    let session: Node = session.parse()?;
    let drawn = drawn.map(|text| read_drawn(text, session)).transpose()?;
    Ok(ScriptedOperation { session, at_us: read_ms(time)?, action, key, drawn })
}

/// Which operation of random work it was: `2`, or `B.2`.
fn read_drawn(text: &str, own: Node) -> Result<Drawn, String> {
    let (session, number) = match text.split_once('.') {
        Some((session, number)) => (session.parse()?, number),
        None => (own, text),
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    let count = number.parse::<u32>().ok().filter(|_| digits).and_then(|number| u16::try_from(number - 1).ok());
    let wrong = || format!("`~{text}` should say which operation of random work it was, as in ~2 or ~B.2");
    count.map(|count| Drawn { session, count }).ok_or_else(wrong)
}

/// A call on an object: `+800` adds, `-800` takes.
fn read_call(text: &str) -> Option<ScriptedAction> {
    let digits = text.strip_prefix(['+', '-']).filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    let amount = digits.parse().ok()?;
    Some(if text.starts_with('+') { ScriptedAction::Add(amount) } else { ScriptedAction::Take(amount) })
}

/// The inverse of [`Key::default_name`].
fn read_key(name: &str) -> Option<u8> {
    let index = match *name.as_bytes() {
        [letter @ b'x'..=b'z'] => letter - b'x',
        [letter @ b'a'..=b'w'] => letter - b'a' + 3,
        _ => u8::try_from(name.strip_prefix('k')?.parse::<u16>().ok()?.checked_sub(1)?).ok()?,
    };
    (Key::default_name(index.into()) == name).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back_from_its_name() {
        for index in 0..=u8::MAX {
            assert_eq!(read_key(&Key::default_name(index.into())), Some(index));
        }
        for name in ["", "k1", "k0", "k257", "k027", "k+27", "X", "xy", "é"] {
            assert_eq!(read_key(name), None, "{name}");
        }
    }

    #[test]
    fn what_was_random_work_says_which_operation_of_it() {
        let mut script = Vec::new();
        let wrong =
            read_script("A.w.x@10~2,B.r.x@30.5~A.1,B.r.x@1~0,B.r.x@1~C,A.r.x@2~A2.65536,A.r.x@2~65537", &mut script);
        assert_eq!(wrong.unwrap_err().len(), 3);
        let mut text = String::new();
        write_script(&script, &mut text);
        assert_eq!(text, "A.w.x@10~2,B.r.x@30.5~A.1,A.r.x@2~A2.65536");
    }

    #[test]
    fn what_can_be_read_of_a_script_is_kept() {
        let mut script = Vec::new();
        let wrong = read_script("A.w.x@10,B.r.@30,B.r.y@30.5,C.x.x@1", &mut script).unwrap_err();
        assert_eq!((script.len(), wrong.len()), (2, 2));
        let mut text = String::new();
        write_script(&script, &mut text);
        assert_eq!(text, "A.w.x@10,B.r.y@30.5");
    }
}
