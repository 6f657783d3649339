//! The classes of the pictures on the pages beside the playground, and their looks: the lattice of
//! models, the cost of consistency, two runs compared. Their rules come with those pages, not with the first load.

use super::class::classes;
use super::colour::Colour;
use super::rule::{Rule, fill, line, words};

classes! {
    /// A class of mark on a page beside the playground.
    Beside:
    Step "step" "A step down the lattice.";
    StepKept "step-kept" "A step between two models that are kept.";
    StepChosen "step-chosen" "The step that is explained.";
    StepKnot "step-knot" "The ring on it.";
    Floor "floor" "The ground line under all models.";
    Border "border" "Where a partition begins to matter.";
    NodeKept "node-kept" "A model that is kept.";
    NodeBroken "node-broken" "A model that is broken.";
    NodeOpen "node-open" "A model of which neither is known.";
    NodeRing "node-ring" "Around the chosen model.";
    Sign "sign" "The sign on a filled node.";
    SignOpen "sign-open" "The sign in a hollow node.";
    Whisker "whisker" "From half of all reads to nearly all.";
    WhiskerWrite "whisker-write" "The same of writes.";
    RowTint "row-tint" "Behind the row that is spoken of.";
    RowEdge "row-edge" "At its edge.";
    Contrast "contrast" "On an operation that another run answers differently.";
    ContrastSign "contrast-sign" "The sign on it.";
    ContrastStretch "contrast-stretch" "What an operation takes longer than in another run.";
    ContrastLonger "contrast-longer" "Where the other run was done with it.";
    WordsContrast "words-contrast" "The same in words.";
    ChoiceBest "choice-best" "A setting that no other beats in everything.";
    WordsModel "words-model" "The name of a model.";
    WordsKept "words-kept" "How far it is kept.";
    WordsBroken "words-broken" "How often it is broken.";
    WordsOpen "words-open" "What is not known of it; what else is said beside it.";
    WordsHead "words-head" "The name of a part of a picture.";
    WordsBeside "words-beside" "What explains a part of a picture.";
    WordsSign "words-sign" "A question mark in a hollow node.";
    WordsOnWrite "words-on-write" "What a write wrote, on its bar.";
    WordsOfRead "words-of-read" "What a read returned, on its bar; how long it took.";
    WordsOfWrite "words-of-write" "How long a write took.";
}

impl Beside {
    pub(super) const fn rule(self) -> Rule {
        match self {
            Self::Step => line(Colour::Lifeline, "1.25"),
            Self::StepKept => line(Colour::Holds, "1.75"),
            Self::StepChosen => line(Colour::Accent, "2.25"),
            Self::StepKnot => line(Colour::Accent, "1.75").filled(Colour::Surface),
            Self::Floor => line(Colour::HairlineStrong, "1"),
            Self::Border => line(Colour::Ink3, "1.25").dash("1.5 4").round(),
            Self::NodeKept => fill(Colour::Holds),
            Self::NodeBroken => fill(Colour::Violated),
            Self::NodeOpen => line(Colour::Unknown, "1.5").filled(Colour::Surface),
            Self::NodeRing => line(Colour::Accent, "2"),
            Self::Sign => line(Colour::Surface, "2").round(),
            Self::SignOpen => line(Colour::Unknown, "1.75").round(),
            Self::Whisker => line(Colour::Read, "1.5"),
            Self::WhiskerWrite => line(Colour::Write, "1.5"),
            Self::RowTint => fill(Colour::AccentTint),
            Self::RowEdge => fill(Colour::Accent),
            Self::ChoiceBest => line(Colour::Surface, "1.5").filled(Colour::Read),
            Self::Contrast => line(Colour::Surface, "1.5").filled(Colour::Accent),
            Self::ContrastStretch => fill(Colour::Accent),
            Self::ContrastSign => line(Colour::Surface, "1.5").round(),
            Self::ContrastLonger => line(Colour::Accent, "2"),
            Self::WordsContrast => words(Colour::Accent, 600),
            Self::WordsModel => words(Colour::Ink, 550),
            Self::WordsKept => words(Colour::Holds, 500),
            Self::WordsBroken => words(Colour::Violated, 500),
            Self::WordsOpen => words(Colour::Ink2, 450),
            Self::WordsHead => words(Colour::Ink, 600).bare(),
            Self::WordsBeside => words(Colour::Ink2, 400).bare(),
            Self::WordsSign => words(Colour::Unknown, 650).bare(),
            Self::WordsOnWrite => words(Colour::Surface, 600).bare(),
            Self::WordsOfRead => words(Colour::Read, 600).bare(),
            Self::WordsOfWrite => words(Colour::Write, 600).bare(),
        }
    }
}
