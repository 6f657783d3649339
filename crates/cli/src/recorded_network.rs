//! Recorded delays in the place of a scenario's own: of every link, or of single ones.

use scenario::{CustomLink, CustomNetwork, Distribution, Leg, Links, Network, NetworkPreset, Scenario};

use crate::arguments::Arguments;
use crate::recorded_delays::{self, Likeness, Recorded};
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
    if !read.is_empty() {
        custom(&mut scenario.network, &read)?;
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
        let recorded = recorded_delays::read(&text).map_err(named)?;
        let Some(one_way) = recorded.one_way() else {
            let sentence = "a run has one delay for all messages of a link, so there can be one column; \
                            `analyse --net` takes four";
            return Err(vec![format!("{file}: {sentence}")]);
        };
        Ok(Self { file, ends, recorded, one_way })
    }
}

fn custom(network: &mut Network, read: &[Delays<'_>]) -> Result<(), Vec<String>> {
    let everywhere = read.iter().find(|delays| delays.ends.is_none()).map(|delays| delays.one_way.clone());
    let links = Links::of(network);
    let mut own = match (network.custom.take(), everywhere) {
        // Whoever says how long every link takes means those too that were listed.
        (custom, Some(one_way)) => {
            let regions = custom.map_or_else(|| links.regions().to_vec(), |custom| custom.regions);
            CustomNetwork { regions, one_way, links: Vec::new() }
        }
        (Some(custom), None) => custom,
        (None, None) => listed(network, &links)?,
    };
    for delays in read {
        if let Some((from, to)) = delays.ends {
            own.links.retain(|link| (link.from, link.to) != (from, to) && (link.from, link.to) != (to, from));
            own.links.push(CustomLink { from, to, one_way: delays.one_way.clone() });
        }
    }
    network.preset = Network::CUSTOM.to_owned();
    network.tail = None;
    network.custom = Some(own);
    Ok(())
}

/// A preset, link by link.
fn listed(network: &Network, links: &Links) -> Result<CustomNetwork, Vec<String>> {
    if let Some(NetworkPreset::Fit(_)) = NetworkPreset::find(&network.preset) {
        return Err(vec![format!(
            "--delays: the network {} tells writes from other messages, and one with links of its own does not; \
             --delays FILE for every link can take its place",
            network.preset
        )]);
    }
    let count = u8::try_from(links.regions().len()).unwrap_or(u8::MAX);
    let link = |from: u8, to: u8| {
        let one_way = links.delay(from, to, Leg::Read).distribution.clone();
        CustomLink { from, to, one_way }
    };
    let links_of = (0..count).flat_map(|from| (from..count).map(move |to| (from, to)));
    Ok(CustomNetwork {
        regions: links.regions().to_vec(),
        one_way: Distribution::Constant { ms: 0.0 },
        links: links_of.map(|(from, to)| link(from, to)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_link_by_link_takes_as_long_as_before() {
        let mut network = Network { tail: Some(3.0), stretch: 1.5, ..Network::default() };
        let before = Links::of(&network);
        custom(&mut network, &[]).unwrap();
        let after = Links::of(&network);
        assert_eq!(after.regions(), before.regions());
        for (from, to) in [(0, 0), (0, 3), (3, 0), (8, 1)] {
            for u in [0.01, 0.5, 0.999] {
                let at = |links: &Links| links.delay(from, to, Leg::Write).at_ms(u);
                assert_eq!(at(&after).to_bits(), at(&before).to_bits(), "{from} to {to}");
            }
        }
    }

    #[test]
    fn recorded_delays_take_the_place_of_one_link_or_of_all() {
        let recorded = recorded_delays::read("1\n2\n3\n").unwrap();
        let delays = |ends| {
            let (recorded, one_way) = (recorded.clone(), recorded.one_way().unwrap());
            Delays { file: "x.csv", ends, recorded, one_way }
        };
        let mut network = Network::default();
        custom(&mut network, &[delays(Some((3, 0)))]).unwrap();
        let links = Links::of(&network);
        assert_eq!([(0, 3), (3, 0)].map(|(from, to)| links.delay(from, to, Leg::Ack).at_ms(0.5)), [2.0, 2.0]);
        assert!(links.delay(0, 4, Leg::Ack).at_ms(0.5) > 3.0);
        custom(&mut network, &[delays(None)]).unwrap();
        assert_eq!(Links::of(&network).delay(0, 4, Leg::Write).at_ms(0.5), 2.0);
        let mut fit = Network { preset: "lnkd-disk".to_owned(), ..Network::default() };
        assert!(custom(&mut fit, &[delays(Some((0, 1)))]).unwrap_err()[0].contains("tells writes from other messages"));
        let mut fit = Network { preset: "lnkd-disk".to_owned(), ..Network::default() };
        custom(&mut fit, &[delays(None)]).unwrap();
    }
}
