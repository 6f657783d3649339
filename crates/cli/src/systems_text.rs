//! What `quorate systems` found, as text.

use history::ModelId;
use pipeline::guarantee_models;

use crate::systems::{ClaimRow, ModeRow, SystemRow, claims};
use crate::table::table;

/// All systems in one table, and what is not simulated.
pub(crate) fn overview(rows: &[SystemRow], trials: u32) -> String {
    let mut cells = vec![vec![String::new()]];
    cells[0].extend(guarantee_models().map(|model| model.short().to_owned()));
    for row in rows {
        for mode in &row.modes {
            let mut line = vec![format!("{} · {}", row.name, mode.name)];
            line.extend(guarantee_models().map(|model| mode.sign(model).to_owned()));
            cells.push(line);
        }
    }
    let mut text = table(&cells);
    text.push_str(
        "\n✓ said to be kept, and kept  ✗ said not to be, and broken  ± kept under assumptions, broken beyond them\n\
         ≠ the simulation shows something else, and the claim says so  ! contradicted  (nothing) no claim\n\nNot simulated:\n",
    );
    for row in rows {
        for mode in &row.not_simulated {
            text.push_str(&format!("  {} · {}\n", row.name, mode.name));
        }
    }
    let count = |what: fn(&&ClaimRow) -> bool| claims(rows).filter(what).count();
    let (all, differ, contradicted) =
        (count(|_| true), count(|claim| claim.differs.is_some()), count(|claim| claim.contradicted));
    let modes: usize = rows.iter().map(|row| row.modes.len()).sum();
    let systems = rows.len();
    text.push_str(&format!(
        "\n{systems} systems, {modes} modes, {all} claims over {trials} trials or a stored run each: \
         {differ} said to differ, {contradicted} contradicted\n"
    ));
    for row in rows {
        for (mode, claim) in row.modes.iter().flat_map(|mode| mode.claims.iter().map(move |claim| (mode, claim))) {
            if claim.contradicted {
                text.push_str(&format!("FAILED  {} · {}: {}", row.name, mode.name, claim.line().trim_start()));
            }
        }
    }
    text
}

impl ModeRow {
    fn sign(&self, model: ModelId) -> &'static str {
        let of_it: Vec<&ClaimRow> = self.claims.iter().filter(|claim| claim.model == model).collect();
        let has = |claimed| of_it.iter().any(|claim| claim.claimed == claimed);
        match (has("kept"), has("broken")) {
            (false, false) => "",
            _ if of_it.iter().any(|claim| claim.contradicted) => "!",
            _ if of_it.iter().any(|claim| claim.differs.is_some()) => "≠",
            (true, true) => "±",
            (true, false) => "✓",
            (false, true) => "✗",
        }
    }
}

/// One system with its sources, and what its simulation leaves out.
pub(crate) fn in_full(row: &SystemRow) -> String {
    let mut text = format!("{}: {}\n", row.name, row.mechanism);
    for mode in &row.modes {
        text.push_str(&format!("\n{}  ({})\n", mode.name, mode.link));
        text.push_str(&mode.claims.iter().map(ClaimRow::line).collect::<String>());
        text.push_str(&format!("  leaves out: {}\n", mode.leaves_out));
    }
    for mode in &row.not_simulated {
        text.push_str(&format!("\n{}\n  not simulated: {}\n", mode.name, mode.reason));
    }
    text
}

impl ClaimRow {
    fn line(&self) -> String {
        let mark = if self.contradicted { "CONTRADICTED  " } else { "" };
        let said = if self.claimed == "kept" { "keeps" } else { "does not keep" };
        let under = self.under.as_deref().map(|under| format!(" under {under}")).unwrap_or_default();
        let mut found = match (self.trials, &self.link) {
            (Some((trials, broken)), _) => format!("{broken} of {trials} trials broke it"),
            (_, Some(link)) => format!("{} by {link}", self.found),
            _ => self.found.to_owned(),
        };
        if let Some(first) = self.first_broken {
            found.push_str(&format!(", first number {first}"));
        }
        let differs = self.differs.map(|differs| format!("    but here: {differs}\n")).unwrap_or_default();
        format!("  {mark}{said} {}{under}: {found}\n    source: {}\n{differs}", self.model, self.source)
    }
}
