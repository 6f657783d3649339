//! A module that stops where it would fail, without the words that nobody reads.
//!
//! A failed check ends in a function that never returns: it puts a message together, hands it to
//! the browser's console, and traps. Here it traps at once. The page stops at the same place either
//! way; without the messages, and what they are made with, it is a good deal shorter.

use std::collections::BTreeSet;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Instruction};
use wasmparser::{FunctionBody, Operator};

use crate::Problem;
use crate::module::Module;

/// The module with a trap in the place of every function that never returns, and of all that only
/// leads to one.
pub(crate) fn cut_short(module: &Module<'_>) -> Result<Vec<u8>, Problem> {
    let mut encoded = wasm_encoder::Module::new();
    let mut short = Short { failing: failing(module)?, next: module.imported };
    short.parse_core_module(&mut encoded, wasmparser::Parser::new(0), module.bytes)?;
    Ok(encoded.finish())
}

/// The functions that cannot return. One with a way back in it, a loop, may be there to work for
/// ever, and is none.
fn failing(module: &Module<'_>) -> Result<BTreeSet<u32>, Problem> {
    let mut failing = BTreeSet::new();
    loop {
        let before = failing.len();
        for function in module.defined() {
            let Some(body) = module.body_of(function).filter(|_| !failing.contains(&function)) else { continue };
            let mut reach = Reach::default();
            for operator in body.code.get_operators_reader()? {
                reach.step(&operator?, &failing)?;
            }
            if !reach.returns && !reach.repeats {
                failing.insert(function);
            }
        }
        if failing.len() == before {
            return Ok(failing);
        }
    }
}

/// What can be reached of a body, step by step.
struct Reach {
    frames: Vec<Frame>,
    /// Whether the next step can be reached.
    here: bool,
    /// Whether the end of the function can be.
    returns: bool,
    /// Whether some step can be reached again.
    repeats: bool,
}

/// A block that is open.
struct Frame {
    is_loop: bool,
    /// Whether there is a way past its steps: an `if` without an `else`.
    skips: bool,
    /// Whether its beginning can be reached.
    begins: bool,
    /// Whether its end can be, so far.
    ends: bool,
}

impl Default for Reach {
    fn default() -> Self {
        let whole = Frame { is_loop: false, skips: false, begins: true, ends: false };
        Self { frames: vec![whole], here: true, returns: false, repeats: false }
    }
}

impl Reach {
    fn step(&mut self, operator: &Operator<'_>, failing: &BTreeSet<u32>) -> Result<(), Problem> {
        match operator {
            Operator::Block { .. } => self.open(false, false),
            Operator::Loop { .. } => self.open(true, false),
            Operator::If { .. } => self.open(false, true),
            Operator::Else => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.ends |= self.here;
                    frame.skips = false;
                    self.here = frame.begins;
                }
            }
            Operator::End => {
                if let Some(frame) = self.frames.pop() {
                    self.here |= frame.ends || (frame.skips && frame.begins);
                }
                self.returns |= self.here && self.frames.is_empty();
            }
            Operator::Br { relative_depth } => {
                self.jump(*relative_depth);
                self.here = false;
            }
            Operator::BrIf { relative_depth } => self.jump(*relative_depth),
            Operator::BrTable { targets } => {
                for target in targets.targets() {
                    self.jump(target?);
                }
                self.jump(targets.default());
                self.here = false;
            }
            Operator::Return => {
                self.returns |= self.here;
                self.here = false;
            }
            Operator::Unreachable => self.here = false,
            Operator::Call { function_index } if failing.contains(function_index) => self.here = false,
            other if is_foreign(other) => return Err(Problem(format!("a step of the kind {other:?}"))),
            _ => {}
        }
        Ok(())
    }

    /// Whether a step, which comes next, can go: nothing leads to it, nor past it.
    fn is_dead(&self, operator: &Operator<'_>) -> bool {
        match operator {
            Operator::Else | Operator::End => self.frames.last().is_some_and(|frame| !frame.begins),
            _ => !self.here,
        }
    }

    fn open(&mut self, is_loop: bool, skips: bool) {
        self.frames.push(Frame { is_loop, skips, begins: self.here, ends: false });
    }

    fn jump(&mut self, depth: u32) {
        let place = self.frames.len().checked_sub(1 + depth as usize);
        if let Some(frame) = place.and_then(|place| self.frames.get_mut(place)).filter(|_| self.here) {
            self.repeats |= frame.is_loop;
            frame.ends |= !frame.is_loop;
        }
    }
}

/// Whether a step goes on elsewhere in a way that is not known here.
fn is_foreign(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::TryTable { .. }
            | Operator::BrOnNull { .. }
            | Operator::BrOnNonNull { .. }
            | Operator::BrOnCast { .. }
            | Operator::BrOnCastFail { .. }
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
    )
}

/// Whether a step has no effect that outlives a trap which follows it for sure.
fn is_vain(operator: &Operator<'_>) -> bool {
    use wasmparser::Operator as O;
    !matches!(
        operator,
        O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Return
            | O::Call { .. }
            | O::CallIndirect { .. }
    )
}

struct Short {
    failing: BTreeSet<u32>,
    /// The number of the next body.
    next: u32,
}

impl Reencode for Short {
    type Error = Problem;

    /// What the linker left there is true of the module as it was.
    fn parse_custom_section(
        &mut self,
        encoded: &mut wasm_encoder::Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        let is_of_linker = section.name() == "linking" || section.name().starts_with("reloc.");
        if is_of_linker { Ok(()) } else { utils::parse_custom_section(self, encoded, section) }
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error<Problem>> {
        let function = self.next;
        self.next += 1;
        if self.failing.contains(&function) {
            let mut trap = Function::new([]);
            trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            code.function(&trap);
            return Ok(());
        }
        let mut reach = Reach::default();
        let mut steps: Vec<Operator<'_>> = Vec::new();
        // Where the steps begin that lead straight to the next one.
        let mut straight = 0;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let (was_here, is_dead) = (reach.here, reach.is_dead(&operator));
            reach.step(&operator, &self.failing).map_err(Error::UserError)?;
            let fails = was_here && !reach.here && matches!(operator, Operator::Call { .. } | Operator::Unreachable);
            if fails {
                steps.truncate(straight);
                steps.push(Operator::Unreachable);
            } else if !is_dead {
                let goes_on = is_vain(&operator);
                let closes = matches!(operator, Operator::End) && !reach.frames.is_empty();
                steps.push(operator);
                if !goes_on {
                    straight = steps.len();
                }
                if closes && !reach.here {
                    // What nothing leads to, the browser's check of the module takes to be reached.
                    steps.push(Operator::Unreachable);
                }
            }
        }
        let mut kept = self.new_function_with_parsed_locals(&body)?;
        for step in steps {
            kept.instruction(&self.instruction(step)?);
        }
        code.function(&kept);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::BlockType;

    use super::*;
    use crate::tests::around;

    /// How many steps each body has, its end included.
    fn steps(bytes: &[u8]) -> Vec<usize> {
        let module = Module::read(bytes).expect("a module");
        wasmparser::Validator::new().validate_all(bytes).expect("a valid module");
        module
            .bodies
            .iter()
            .map(|body| body.code.get_operators_reader().expect("readable").into_iter().count())
            .collect()
    }

    fn body(steps: &[Instruction<'_>]) -> Function {
        let mut body = Function::new([]);
        steps.iter().chain([&Instruction::End]).for_each(|step| {
            body.instruction(step);
        });
        body
    }

    #[test]
    fn what_only_leads_to_a_failure_is_a_trap() {
        use Instruction as I;
        // 1 fails by itself, 2 by calling 1; 3 fails in one of two ways; 4 works for ever.
        let fails = body(&[I::I32Const(7), I::Call(0), I::Drop, I::Unreachable]);
        let calls = body(&[I::I32Const(7), I::Call(1), I::Drop, I::Unreachable]);
        let checks = body(&[
            I::LocalGet(0),
            I::If(BlockType::Empty),
            I::I32Const(1),
            I::LocalSet(0),
            I::I32Const(3),
            I::Call(2),
            I::Drop,
            I::Unreachable,
            I::End,
            I::LocalGet(0),
        ]);
        let works = body(&[I::Loop(BlockType::Empty), I::Br(0), I::End, I::Unreachable]);
        let before = around(&[fails, calls, checks, works], 1);
        assert_eq!(steps(&before), [5, 5, 11, 5]);
        let after = cut_short(&Module::read(&before).expect("a module")).expect("it can be cut short");
        // `local.get, if, unreachable, end, local.get, end` is left of the check.
        assert_eq!(steps(&after), [2, 2, 6, 5]);
    }
}
