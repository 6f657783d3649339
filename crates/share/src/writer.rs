//! Writing the text of a link; `reader` lists its keys.

use scenario::{CustomNetwork, Level, Network, Scenario, Workload};

use crate::base::{base_of_version_1, sessions_of_version_1};
use crate::distribution::write_distribution;
use crate::escape::write_escaped;
use crate::faults::write_fault;
use crate::level::level_parts;
use crate::number::{write_float, write_regions};
use crate::reader::PINNED;
use crate::script::write_script;
use crate::time::{write_ms, write_span};
use crate::{Link, View};

/// What differs from the base of version 1; nothing where a number is undefined.
pub(crate) fn write_difference(link: &Link) -> Option<String> {
    let mut text = Text { base: Some(base_of_version_1()), link: String::new() };
    text.scenario(&link.scenario)?;
    text.view(link.view);
    if let Some(level) = &link.level {
        text.level(level)?;
    }
    text.say_version();
    text.pinned(link.pinned.as_ref())?;
    Some(text.link)
}

/// Everything, and the engine; nothing where a number is undefined.
pub(crate) fn write_whole(link: &Link) -> Option<String> {
    let mut text = Text { base: None, link: String::new() };
    text.put("engine", &history::ENGINE_VERSION.to_string());
    text.scenario(&link.scenario)?;
    text.view(link.view);
    if let Some(level) = &link.level {
        text.level(level)?;
    }
    text.pinned(link.pinned.as_ref())?;
    Some(text.link)
}

struct Text {
    /// What need not be said.
    base: Option<Scenario>,
    link: String,
}

impl Text {
    fn scenario(&mut self, scenario: &Scenario) -> Option<()> {
        self.store(scenario);
        self.network(&scenario.network)?;
        self.clients(scenario)?;
        for fault in &scenario.faults {
            self.separate();
            write_fault(fault, &mut self.link)?;
        }
        self.number("seed", scenario, |scenario| scenario.seed);
        Some(())
    }

    /// A link says that it means this base, even where nothing else differs: the scenario that the
    /// page opens on by itself may be another one some day.
    fn say_version(&mut self) {
        if self.link.is_empty() {
            self.put("v", "1");
        }
    }

    /// What it is compared with, by the same keys. The base has to be said here too: nothing at all is
    /// no comparison.
    fn pinned(&mut self, scenario: Option<&Scenario>) -> Option<()> {
        let Some(scenario) = scenario else { return Some(()) };
        let mut text = Text { base: self.base.clone(), link: String::new() };
        text.scenario(scenario)?;
        text.say_version();
        for part in text.link.split('&') {
            self.separate();
            self.link.push_str(PINNED);
            self.link.push_str(part);
        }
        Some(())
    }

    fn store(&mut self, scenario: &Scenario) {
        self.name("s", scenario, |scenario| &scenario.strategy.protocol);
        self.number("n", scenario, |scenario| scenario.cluster.n.into());
        self.number("w", scenario, |scenario| scenario.cluster.w.into());
        self.number("r", scenario, |scenario| scenario.cluster.r.into());
        // Said only where there are some, in a whole link too: links from before spares stay as they were.
        if scenario.cluster.spares > 0 {
            self.put("spares", &scenario.cluster.spares.to_string());
        }
        if self.differs(scenario, |scenario| &scenario.cluster.placement) {
            self.key("place");
            write_regions(scenario.cluster.placement.iter().copied(), &mut self.link);
        }
        for (knob, value) in &scenario.strategy.knobs {
            self.separate();
            self.link.push_str("k.");
            write_escaped(knob, &mut self.link);
            self.link.push('=');
            write_escaped(value, &mut self.link);
        }
        self.name("net", scenario, |scenario| &scenario.network.preset);
    }

    fn network(&mut self, network: &Network) -> Option<()> {
        self.float("lat", network, |network| network.stretch)?;
        if let Some(tail) = network.tail {
            self.key("tail");
            write_float(tail, &mut self.link)?;
        }
        self.float("loss", network, |network| network.loss)?;
        self.float("dup", network, |network| network.duplication)?;
        network.custom.as_ref().map_or(Some(()), |custom| self.custom_network(custom))
    }

    fn custom_network(&mut self, custom: &CustomNetwork) -> Option<()> {
        self.key("way");
        write_distribution(&custom.one_way, &mut self.link)?;
        for region in &custom.regions {
            self.key("region");
            write_escaped(region, &mut self.link);
        }
        for link in &custom.links {
            self.key("link");
            write_regions([link.from, link.to].into_iter(), &mut self.link);
            self.link.push('@');
            write_distribution(&link.one_way, &mut self.link)?;
        }
        Some(())
    }

    /// Sessions, workload, timeouts.
    fn clients(&mut self, scenario: &Scenario) -> Option<()> {
        if self.base.is_none() || scenario.sessions != sessions_of_version_1(&scenario.network) {
            self.key("sessions");
            write_regions(scenario.sessions.iter().map(|session| session.region), &mut self.link);
        }
        self.number("ops", scenario, |scenario| scenario.workload.random.operations.into());
        self.number("writes", scenario, |scenario| scenario.workload.random.write_percent.into());
        self.number("keys", scenario, |scenario| scenario.workload.random.keys.into());
        if self.differs(scenario, |scenario| &scenario.workload.random.think) {
            self.key("think");
            write_distribution(&scenario.workload.random.think, &mut self.link)?;
        }
        if scenario.workload.random.open_loop {
            self.put("arrivals", "open");
        }
        let (workload, usual) = (&scenario.workload, Workload::default());
        if workload.object != usual.object {
            self.put("object", workload.object.id());
        }
        for (key, number, usual) in
            [("initial", workload.initial, usual.initial), ("amount", workload.amount, usual.amount)]
        {
            if number != usual {
                self.put(key, &number.to_string());
            }
        }
        if !scenario.workload.script.is_empty() {
            self.key("do");
            write_script(&scenario.workload.script, &mut self.link);
        }
        self.number("timeout", scenario, |scenario| scenario.timeout_ms);
        self.number("settle", scenario, |scenario| scenario.settle_ms);
        Some(())
    }

    fn view(&mut self, view: View) {
        if let Some(cursor_us) = view.cursor_us {
            self.key("at");
            write_ms(cursor_us, &mut self.link);
        }
        if let Some(operation) = view.operation {
            self.put("op", &operation.0.to_string());
        }
        if let Some((from_us, to_us)) = view.window_us {
            self.key("window");
            write_span(from_us, Some(to_us), &mut self.link);
        }
    }

    /// By itself: most links have none.
    #[inline(never)]
    fn level(&mut self, level: &Level) -> Option<()> {
        for (key, value) in level_parts(level)? {
            self.put(key, &value);
        }
        Some(())
    }

    fn differs<T: PartialEq + ?Sized>(&self, scenario: &Scenario, of: impl Fn(&Scenario) -> &T) -> bool {
        self.base.as_ref().is_none_or(|base| of(base) != of(scenario))
    }

    fn name(&mut self, key: &str, scenario: &Scenario, of: fn(&Scenario) -> &String) {
        if self.differs(scenario, of) {
            self.key(key);
            write_escaped(of(scenario), &mut self.link);
        }
    }

    fn number(&mut self, key: &str, scenario: &Scenario, of: fn(&Scenario) -> u32) {
        if self.base.as_ref().is_none_or(|base| of(base) != of(scenario)) {
            self.put(key, &of(scenario).to_string());
        }
    }

    fn float(&mut self, key: &str, network: &Network, of: fn(&Network) -> f64) -> Option<()> {
        // By their bits, so that a negative zero is a difference too.
        if self.base.as_ref().is_some_and(|base| of(&base.network).to_bits() == of(network).to_bits()) {
            return Some(());
        }
        self.key(key);
        write_float(of(network), &mut self.link)
    }

    fn separate(&mut self) {
        if !self.link.is_empty() {
            self.link.push('&');
        }
    }

    fn key(&mut self, name: &str) {
        self.separate();
        self.link.push_str(name);
        self.link.push('=');
    }

    fn put(&mut self, name: &str, value: &str) {
        self.key(name);
        self.link.push_str(value);
    }
}
