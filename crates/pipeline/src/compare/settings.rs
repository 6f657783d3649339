//! What differs between two scenarios, in the words of the controls.

use history::decimal::plain;
use scenario::{
    CutDirection, Distribution, Fault, FaultAction, KnobKind, Links, NetworkPreset, Scenario, ScriptedOperation,
};
use serde::Serialize;

/// A setting that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// What it is called: "R", "network".
    pub name: String,
    /// How it is set in A.
    pub a: String,
    /// And in B.
    pub b: String,
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} → {}", self.name, self.a, self.b)
    }
}

/// The settings that differ, those of the store first; none only where the scenarios are the same.
#[must_use]
pub fn settings(a: &Scenario, b: &Scenario) -> Vec<Setting> {
    let mut found = Found(Vec::new());
    found.store(a, b);
    found.network(a, b);
    found.clients(a, b);
    found.faults(a, b);
    found.differ("seed", &a.seed.to_string(), &b.seed.to_string());
    if found.0.is_empty() && a != b {
        found.differ("settings", "these", "others");
    }
    found.0
}

/// A number among the settings, with its name.
type Named<T, N> = (&'static str, fn(&T) -> N);

struct Found(Vec<Setting>);

impl Found {
    fn differ(&mut self, name: &str, a: &str, b: &str) {
        if a != b {
            self.0.push(Setting { name: name.to_owned(), a: a.to_owned(), b: b.to_owned() });
        }
    }

    /// The same for what has a value that says more than its words.
    fn differ_in<T: PartialEq>(&mut self, name: &str, [a, b]: [&T; 2], words: impl Fn(&T) -> String) {
        match (words(a), words(b)) {
            (in_a, in_b) if in_a == in_b && a != b => self.differ(name, &in_a, "another of the kind"),
            (in_a, in_b) => self.differ(name, &in_a, &in_b),
        }
    }

    fn store(&mut self, a: &Scenario, b: &Scenario) {
        let name = |of: &Scenario| {
            let id = &of.strategy.protocol;
            crate::protocol(id).map_or_else(|| id.clone(), |info| info.name.to_owned())
        };
        self.differ("strategy", &name(a), &name(b));
        let counts: [Named<Scenario, u8>; 4] = [
            ("N", |of| of.cluster.n),
            ("W", |of| of.cluster.w),
            ("R", |of| of.cluster.r),
            ("spare nodes", |of| of.cluster.spares),
        ];
        for (name, of) in counts {
            self.differ(name, &of(a).to_string(), &of(b).to_string());
        }
        if a.strategy.protocol == b.strategy.protocol {
            self.knobs(a, b);
        } else {
            let knobs = |of: &Scenario| of.strategy.knobs.clone();
            let words = |set: &std::collections::BTreeMap<String, String>| {
                set.iter().map(|(id, value)| format!("{id} {value}")).collect::<Vec<_>>().join(", ")
            };
            self.differ("switches", &or_none(words(&knobs(a))), &or_none(words(&knobs(b))));
        }
    }

    fn knobs(&mut self, a: &Scenario, b: &Scenario) {
        let Some(info) = crate::protocol(&a.strategy.protocol) else { return };
        for knob in (info.knobs)() {
            let value = |of: &Scenario| {
                let value = of.strategy.knobs.get(knob.id).cloned().unwrap_or_else(|| knob.default_value());
                match knob.kind {
                    KnobKind::Choice { choices } => {
                        choices.iter().find(|choice| choice.id == value).map_or(value, |choice| choice.label.to_owned())
                    }
                    KnobKind::Number { unit, .. } if !unit.is_empty() => format!("{value} {unit}"),
                    _ => value,
                }
            };
            self.differ(knob.label, &value(a), &value(b));
        }
    }

    fn network(&mut self, a: &Scenario, b: &Scenario) {
        let (in_a, in_b) = (&a.network, &b.network);
        let name = |id: &String| NetworkPreset::find(id).map_or_else(|| id.clone(), |preset| preset.name().to_owned());
        self.differ("network", &name(&in_a.preset), &name(&in_b.preset));
        self.differ("latency", &times(in_a.stretch), &times(in_b.stretch));
        let tail = |tail: Option<f64>| tail.map_or_else(|| "as measured".to_owned(), times);
        self.differ("tail", &tail(in_a.tail), &tail(in_b.tail));
        self.differ("loss", &percent(in_a.loss), &percent(in_b.loss));
        self.differ("duplicates", &percent(in_a.duplication), &percent(in_b.duplication));
        let custom = |custom: &Option<scenario::CustomNetwork>| match custom {
            Some(custom) => format!("{} regions, {}", custom.regions.len(), delay(&custom.one_way)),
            None => "none".to_owned(),
        };
        self.differ_in("links of its own", [&in_a.custom, &in_b.custom], custom);
        // Regions are by number: of two networks, no number says the same.
        if in_a.preset == in_b.preset && in_a.custom == in_b.custom {
            self.places(a, b);
        } else if a.cluster.placement != b.cluster.placement {
            self.differ("places of replicas", "those", "others");
        }
    }

    fn places(&mut self, a: &Scenario, b: &Scenario) {
        let links = Links::of(&a.network);
        let region = |number: u8| links.regions().get(usize::from(number)).cloned().unwrap_or_default();
        let (in_a, in_b) = (a.placement(&links), b.placement(&links));
        for (index, (a, b)) in in_a.iter().zip(&in_b).enumerate() {
            self.differ(&format!("r{} in", index + 1), &region(*a), &region(*b));
        }
        for (index, (a, b)) in (0..).zip(a.sessions.iter().zip(&b.sessions)) {
            let name = scenario::Node(history::NodeId::Session(history::SessionId(index)));
            self.differ(&format!("session {name} in"), &region(a.region), &region(b.region));
        }
    }

    fn clients(&mut self, a: &Scenario, b: &Scenario) {
        let (in_a, in_b) = (&a.workload, &b.workload);
        self.differ("sessions", &a.sessions.len().to_string(), &b.sessions.len().to_string());
        self.differ("each key is", &in_a.object.id().replace('_', " "), &in_b.object.id().replace('_', " "));
        let counts: [Named<scenario::Workload, i64>; 5] = [
            ("operations", |of| of.random.operations.into()),
            ("writes in a hundred", |of| of.random.write_percent.into()),
            ("keys", |of| of.random.keys.into()),
            ("at the start", |of| of.initial),
            ("amount", |of| of.amount),
        ];
        for (name, of) in counts {
            self.differ(name, &of(in_a).to_string(), &of(in_b).to_string());
        }
        self.differ_in("pause", [&in_a.random.think, &in_b.random.think], delay);
        let arrivals = |open| if open { "as they come" } else { "after answers" };
        self.differ("operations begin", arrivals(in_a.random.open_loop), arrivals(in_b.random.open_loop));
        let scripted = |script: &Vec<ScriptedOperation>| format!("{} operations", script.len());
        self.differ_in("script", [&in_a.script, &in_b.script], scripted);
        self.differ("timeout", &format!("{} ms", a.timeout_ms), &format!("{} ms", b.timeout_ms));
        self.differ("time to settle", &format!("{} ms", a.settle_ms), &format!("{} ms", b.settle_ms));
    }

    /// Only those that the other does not have.
    fn faults(&mut self, a: &Scenario, b: &Scenario) {
        let only = |own: &[Fault], other: &[Fault]| {
            let own: Vec<String> = own.iter().filter(|fault| !other.contains(fault)).map(fault).collect();
            or_none(if own.len() > 3 { format!("{} of its own", own.len()) } else { own.join(", ") })
        };
        self.differ("faults", &only(&a.faults, &b.faults), &only(&b.faults, &a.faults));
    }
}

fn or_none(words: String) -> String {
    if words.is_empty() { "none".to_owned() } else { words }
}

fn times(factor: f64) -> String {
    format!("×{}", plain(factor))
}

fn percent(share: f64) -> String {
    // A share is set in hundredths or finer; what the product adds at its end is not.
    let hundredths = (share * 1e6 + 0.5) as u64 as f64 / 1e4;
    format!("{} %", plain(hundredths))
}

fn delay(of: &Distribution) -> String {
    match of {
        Distribution::Constant { ms } => format!("{} ms", plain(*ms)),
        Distribution::Uniform { low_ms, high_ms } => format!("{} to {} ms", plain(*low_ms), plain(*high_ms)),
        Distribution::Exponential { mean_ms } => format!("exponential, mean {} ms", plain(*mean_ms)),
        Distribution::LogNormal { median_ms, tail } => {
            format!("log-normal, median {} ms, p99 {}", plain(*median_ms), times(*tail))
        }
        Distribution::ParetoExponential { .. } => "Pareto and exponential".to_owned(),
        Distribution::Empirical { quantiles_ms } => format!("recorded, {} points", quantiles_ms.len()),
    }
}

fn fault(fault: &Fault) -> String {
    let what = match &fault.action {
        FaultAction::Partition { direction: CutDirection::Both, .. } => "cut".to_owned(),
        FaultAction::Partition { direction: CutDirection::Inward, .. } => "cut towards".to_owned(),
        FaultAction::Partition { direction: CutDirection::Outward, .. } => "cut from".to_owned(),
        FaultAction::Crash { disk_lost: false, .. } => "crash".to_owned(),
        FaultAction::Crash { disk_lost: true, .. } => "crash with disk lost".to_owned(),
        FaultAction::Pause { .. } => "pause".to_owned(),
        FaultAction::Slow { factor, .. } => format!("slow {}", times(*factor)),
        FaultAction::Loss { share } => format!("loss {}", percent(*share)),
        FaultAction::ClockStep { by_us, .. } => format!("clock {} ms", plain(*by_us as f64 / 1000.0)),
        FaultAction::ClockDrift { rate_ppm, .. } => format!("drift {rate_ppm} µs/s"),
    };
    let nodes: Vec<String> = fault.action.nodes().iter().map(ToString::to_string).collect();
    let ms = |us: u64| plain(us as f64 / 1000.0);
    let until = fault.until_us.map_or_else(|| "on".to_owned(), |until| format!("to {} ms", ms(until)));
    let nodes = if nodes.is_empty() { String::new() } else { format!(" {}", nodes.join(" ")) };
    format!("{what}{nodes} from {} ms {until}", ms(fault.at_us))
}
