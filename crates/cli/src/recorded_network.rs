//! Recorded delays in the place of a scenario's own: of every link, or of single ones.

use scenario::{Distribution, Scenario};
use theory::{Likeness, Recorded};

use crate::arguments::Arguments;
use crate::source;

/// Puts the delays of `--delays FILE` or `--delays FROM,TO@FILE` into a scenario, whose network becomes one
/// of its own with the same regions. Tells which families they look like.
///
/// # Errors
/// Every problem of every file.
pub(crate) fn put(arguments: &Arguments, scenario: &mut Scenario) -> Result<Vec<Likeness>, Vec<String>> {
    let (mut likenesses, mut problems, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for word in arguments.all("delays") {
        match Delays::read(word) {
            Ok(delays) => {
                likenesses.extend(delays.recorded.likenesses(delays.file));
                read.push(delays);
            }
            Err(found) => problems.extend(found),
        }
    }
    if read.iter().filter(|delays| delays.ends.is_none()).count() > 1 {
        problems.push("--delays for every link is given more than once".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // Every link first, so that single ones keep their own.
    read.sort_by_key(|delays| delays.ends.is_some());
    for delays in read {
        let put = scenario.network.replace_delays(delays.ends, delays.one_way);
        put.map_err(|problem| vec![format!("--delays: {problem}")])?;
    }
    Ok(likenesses)
}

/// What one option says.
struct Delays<'w> {
    file: &'w str,
    /// The regions of one link; nothing where it is of every link.
    ends: Option<(u8, u8)>,
    recorded: Recorded,
    one_way: Distribution,
}

impl<'w> Delays<'w> {
    fn read(word: &'w str) -> Result<Self, Vec<String>> {
        let (ends, file) = match word.split_once('@') {
            Some((ends, file)) => {
                let read = ends.split_once(',').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
                let shape =
                    || vec![format!("--delays {word}: it has to be FILE or FROM,TO@FILE, as in 0,1@delays.csv")];
                (Some(read.ok_or_else(shape)?), file)
            }
            None => (None, word),
        };
        let text = source::text(file)?;
        let named = |problems: Vec<String>| {
            problems.into_iter().map(|problem| format!("{file}: {problem}")).collect::<Vec<_>>()
        };
        let recorded = Recorded::read(&text).map_err(named)?;
        let Some(one_way) = recorded.one_way() else {
            let sentence = "a run has one delay for all messages of a link, so there can be one column; \
                            `analyse --net` takes four";
            return Err(vec![format!("{file}: {sentence}")]);
        };
        Ok(Self { file, ends, recorded, one_way })
    }
}
