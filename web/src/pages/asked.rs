//! What is asked of a store, as a form: each field changes the requirements, and they are the address.

use pipeline::decide::{Fresh, QUANTILES, Requirements};
use scenario::{Crashes, Links, Network, ProtocolInfo, Scenario, Session, limits, network_presets};
use yew::prelude::*;

use crate::components::{
    Element, NumberFieldProps, Quantity, Select, el, folded, nothing, number_field, section, toggle,
};
use crate::words;

/// How far clocks are off where they may be, in ms.
const SKEW_MS: u32 = 1_000;
const TIME: Quantity = Quantity::of(words::decide::TIME, 0.001, 600_000.0, 10.0, "ms");
const AFTER: Quantity = Quantity::of(words::decide::TIME_AFTER, 0.0, 600_000.0, 10.0, "ms");
const SHARE: Quantity = Quantity::of(words::decide::READ_SHARE, 0.0, 99.99, 1.0, "%");
const READS: Quantity = Quantity::of(words::decide::READ_SHARE_OF_WORK, 0.0, 100.0, 5.0, "%");
const STRETCH: Quantity =
    Quantity::of(words::decide::STRETCH, limits::STRETCH_RANGE.0, limits::STRETCH_RANGE.1, 0.1, "").signed("×");

/// The requirements, and whom to tell of others.
#[derive(Clone)]
struct Asked {
    now: Requirements,
    on: Callback<Requirements>,
}

impl Asked {
    /// Hands on the requirements with a change.
    fn put<T: 'static>(&self, edit: impl Fn(&mut Requirements, T) + 'static) -> Callback<T> {
        let (now, on) = (self.now.clone(), self.on.clone());
        Callback::from(move |value: T| {
            let mut next = now.clone();
            edit(&mut next, value);
            on.emit(next);
        })
    }

    /// A field that may be empty, which asks for nothing.
    fn field(
        &self,
        id: &'static str,
        label: &'static str,
        of: (Quantity, Option<f64>),
        edit: fn(&mut Requirements, Option<f64>),
    ) -> Element {
        let (quantity, value) = of;
        let field = NumberFieldProps {
            id: AttrValue::Static(id),
            quantity,
            label: Some(AttrValue::Static(label)),
            values: value.into_iter().collect(),
            empty: Some(words::shared::ANY),
            problem: None,
            on_change: self.put(move |next, values: Vec<f64>| edit(next, values.first().copied())),
        };
        row(id, label, number_field(field))
    }

    fn choice(
        &self,
        id: &'static str,
        label: &'static str,
        choices: Vec<AttrValue>,
        taken: Option<usize>,
        edit: impl Fn(&mut Requirements, usize) + 'static,
    ) -> Element {
        let list = Select {
            id: AttrValue::Static(id),
            name: None,
            described_by: None,
            choices,
            taken,
            on_change: self.put(edit),
        };
        row(id, label, list.view())
    }

    fn switch(&self, label: &'static str, on: bool, edit: impl Fn(&mut Requirements, bool) + 'static) -> Element {
        el("div").child(toggle(label, AttrValue::Static("what-is-asked"), on, &self.put(edit)))
    }
}

fn row(id: &'static str, label: &'static str, control: Html) -> Element {
    el("div").class("choice-row").add(el("label").set("for", id).text(label)).child(control)
}

fn rows(rows: Vec<Element>) -> Element {
    el("div").list(rows.into_iter().enumerate().map(|(place, row)| row.key(place).into()).collect())
}

/// The whole form.
pub(super) fn form(requirements: &Requirements, playground: &Scenario, on: &Callback<Requirements>) -> Html {
    let asked = Asked { now: requirements.clone(), on: on.clone() };
    el("div")
        .class("controls asked")
        .add(el("p").class("visually-hidden").set("id", "what-is-asked").text(words::decide::CHANGES))
        .child(section(words::decide::MUST_KEEP, None, nothing(), asked.guarantees()))
        .child(section(words::decide::THROUGH, None, nothing(), asked.faults()))
        .child(section(words::shared::RESPONSE_TIMES, None, nothing(), asked.times()))
        .child(section(words::decide::FRESH_READS, None, nothing(), asked.freshness()))
        .child(section(words::decide::GOES_ON, None, nothing(), asked.survival()))
        .child(section(words::network::NETWORK, None, nothing(), asked.network(playground)))
        .child(section(words::decide::MAY_BE_CHOSEN, None, nothing(), asked.space()))
        .into()
}

impl Asked {
    fn guarantees(&self) -> Element {
        let one = |model: history::ModelId| {
            let edit = move |next: &mut Requirements, on: bool| {
                next.needs = pipeline::guarantee_models()
                    .filter(|other| if *other == model { on } else { next.needs.contains(other) })
                    .collect();
            };
            self.switch(model.name(), self.now.needs.contains(&model), edit)
        };
        rows(pipeline::guarantee_models().map(one).collect())
    }

    fn faults(&self) -> Element {
        let under = self.now.under;
        rows(vec![
            self.switch(words::decide::CRASHES, under.crashes != Crashes::None, |next, on| {
                next.under.crashes = if on { Crashes::Any } else { Crashes::None };
            }),
            self.switch(words::decide::PARTITIONS, under.partitions, |next, on| next.under.partitions = on),
            self.switch(words::decide::LOSSES, under.losses, |next, on| next.under.losses = on),
            self.switch(words::decide::PAUSES, under.pauses, |next, on| next.under.pauses = on),
            self.switch(words::decide::CLOCKS_OFF, under.skew_ms > 0, |next, on| {
                next.under.skew_ms = if on { SKEW_MS } else { 0 };
            }),
        ])
    }

    fn times(&self) -> Element {
        let names = QUANTILES.iter().map(|(name, _)| AttrValue::Static(name)).collect();
        let taken = QUANTILES.iter().position(|(_, share)| *share == self.now.quantile);
        rows(vec![
            self.choice("asked-quantile", words::decide::QUANTILE, names, taken, |next, place| {
                next.quantile = QUANTILES.get(place).map_or(0.99, |(_, share)| *share);
            }),
            self.field("asked-write", words::decide::WRITES_WITHIN, (TIME, self.now.write_ms), |next, ms| {
                next.write_ms = ms
            }),
            self.field("asked-read", words::decide::READS_WITHIN, (TIME, self.now.read_ms), |next, ms| {
                next.read_ms = ms
            }),
        ])
    }

    fn freshness(&self) -> Element {
        let fresh = self.now.fresh;
        rows(vec![
            self.field(
                "asked-share",
                words::decide::SHARE_OF_READS,
                (SHARE, fresh.map(|fresh| 100.0 * fresh.share)),
                |next, share| {
                    let within_ms = next.within_ms();
                    next.fresh = share.map(|share| Fresh { share: (share * 100.0).round() / 10_000.0, within_ms });
                },
            ),
            self.field(
                "asked-after",
                words::decide::AFTER_A_WRITE,
                (AFTER, fresh.map(|fresh| fresh.within_ms)),
                |next, ms| {
                    let share = next.fresh.map_or(0.99, |fresh| fresh.share);
                    next.fresh = ms.map(|within_ms| Fresh { share, within_ms });
                },
            ),
        ])
    }

    fn survival(&self) -> Element {
        let counts = || (0..limits::REPLICAS_MAX).map(|count| AttrValue::from(count.to_string())).collect::<Vec<_>>();
        rows(vec![
            self.choice(
                "asked-down-writes",
                words::decide::DOWN_WRITES,
                counts(),
                Some(self.now.down_writes.into()),
                |next, count| {
                    next.down_writes = count as u8;
                },
            ),
            self.choice(
                "asked-down-reads",
                words::decide::DOWN_READS,
                counts(),
                Some(self.now.down_reads.into()),
                |next, count| {
                    next.down_reads = count as u8;
                },
            ),
            self.switch(words::decide::WITHOUT_A_REGION, self.now.without_region, |next, on| next.without_region = on),
        ])
    }

    fn network(&self, playground: &Scenario) -> Element {
        let presets = network_presets();
        let mut names: Vec<_> = presets.iter().map(|preset| AttrValue::Static(preset.name())).collect();
        let mut taken = presets.iter().position(|preset| preset.id() == self.now.network.preset);
        let (here, there) = (self.now.network.custom.as_ref(), playground.network.custom.as_ref());
        // Links that no preset has come with the address, or from the playground.
        let own = there.is_some().then(|| playground.clone());
        if here.is_some() && here != there {
            taken = Some(names.len());
            names.push(AttrValue::Static(words::decide::OF_THE_ADDRESS));
        } else if here.is_some() {
            taken = Some(names.len());
        }
        let from_playground = names.len();
        names.extend(own.is_some().then_some(AttrValue::Static(words::decide::AS_IN_THE_PLAYGROUND)));
        let preset = self.choice("asked-net", words::decide::LINKS, names, taken, move |next, place| {
            if let Some(own) = own.clone().filter(|_| place == from_playground) {
                *next = next.clone().among(own);
            } else if let Some(preset) = presets.get(place) {
                let preset = preset.id().to_owned();
                next.network = Network { preset, custom: None, ..next.network.clone() };
                next.placement.clear();
                next.sessions = Requirements::beside(&next.network);
            }
        });
        let stretch = self.field(
            "asked-stretch",
            words::decide::STRETCHED,
            (STRETCH, Some(self.now.network.stretch)),
            |next, stretch| {
                next.network.stretch = stretch.unwrap_or(1.0);
            },
        );
        let reads = self.field(
            "asked-reads",
            words::decide::READS_AMONG_OPERATIONS,
            (READS, Some(f64::from(self.now.read_percent))),
            |next, share| {
                next.read_percent = share.unwrap_or(60.0) as u8;
            },
        );
        rows(vec![preset, stretch, reads, self.clients()])
    }

    /// Where clients are: one in each of some regions.
    fn clients(&self) -> Element {
        let regions = Links::of(&self.now.network).regions().to_vec();
        let here = |region: usize| self.now.sessions.iter().any(|session| usize::from(session.region) == region);
        let names: Vec<&str> =
            regions.iter().enumerate().filter(|(at, _)| here(*at)).map(|(_, name)| name.as_str()).collect();
        let boxes = regions.iter().enumerate().map(|(at, name)| {
            let edit = self.put(move |next: &mut Requirements, ()| {
                let has = next.sessions.iter().any(|session| usize::from(session.region) == at);
                let region = at as u8;
                if has && next.sessions.iter().any(|session| session.region != region) {
                    next.sessions.retain(|session| session.region != region);
                } else if !has {
                    next.sessions.push(Session { region });
                    next.sessions.sort_by_key(|session| session.region);
                }
            });
            ticked(name.clone(), here(at), &edit).key(at).into()
        });
        folded(words::decide::CLIENTS_IN, names.join(", ")).add(el("div").class("ticks").list(boxes.collect()))
    }

    fn space(&self) -> Element {
        let sizes = || (1..=limits::REPLICAS_MAX).map(|count| AttrValue::from(count.to_string())).collect::<Vec<_>>();
        let (least, most) = self.now.replicas;
        let from = self.choice(
            "asked-least",
            words::decide::REPLICAS_FROM,
            sizes(),
            Some(usize::from(least) - 1),
            |next, place| {
                let least = place as u8 + 1;
                next.replicas = (least, next.replicas.1.max(least));
            },
        );
        let to = self.choice(
            "asked-most",
            words::decide::REPLICAS_TO,
            sizes(),
            Some(usize::from(most) - 1),
            |next, place| {
                let most = place as u8 + 1;
                next.replicas = (next.replicas.0.min(most), most);
            },
        );
        rows(vec![from, to, self.strategies()])
    }

    fn strategies(&self) -> Element {
        let all: Vec<&'static ProtocolInfo> = pipeline::protocols().filter(|info| info.services.is_empty()).collect();
        let chosen = &self.now.strategies;
        let may = |id: &str| chosen.is_empty() || chosen.iter().any(|known| known == id);
        let count = all.iter().filter(|info| may(info.id)).count();
        let now = if chosen.is_empty() { words::decide::ALL.to_owned() } else { words::shared::of(count, all.len()) };
        let ids: Vec<&'static str> = all.iter().map(|info| info.id).collect();
        let boxes = all.iter().enumerate().map(|(at, info)| {
            let (id, ids) = (info.id, ids.clone());
            let edit = self.put(move |next: &mut Requirements, ()| {
                let may = |next: &Requirements, id: &str| {
                    next.strategies.is_empty() || next.strategies.iter().any(|known| known == id)
                };
                let flipped = |other: &&&str| may(next, other) != (**other == id);
                let list: Vec<String> = ids.iter().filter(flipped).map(|id| (*id).to_owned()).collect();
                next.strategies = if list.len() == ids.len() { Vec::new() } else { list };
            });
            ticked(info.name.to_owned(), may(info.id), &edit).key(at).into()
        });
        folded(words::decide::STRATEGIES, now).add(el("div").class("ticks").list(boxes.collect()))
    }
}

/// A box to tick.
fn ticked(name: String, on: bool, edit: &Callback<()>) -> Element {
    let edit = edit.reform(|_: Event| ());
    let tick = el("input").set("type", "checkbox").checked(on).on(yew::virtual_dom::ListenerKind::onchange, edit);
    el("label").class("tick").add(tick).add(el("span").text(name))
}
