//! A function body, step by step, with what is known before each step.

use wasmparser::{FuncToValidate, FunctionBody, Operator, ValType, ValidatorResources};

use crate::Problem;

/// A body taken apart.
pub(crate) struct Walk<'a> {
    /// The types of parameters and locals.
    pub(crate) locals: Vec<ValType>,
    pub(crate) steps: Vec<Step<'a>>,
    /// For each step that opens something, where that is closed: by its `else` or its `end`.
    pub(crate) closes: Vec<usize>,
}

/// One instruction.
pub(crate) struct Step<'a> {
    pub(crate) operator: Operator<'a>,
    /// Where it stands in the module, in bytes.
    pub(crate) at: u64,
    /// Whether the block that it stands in has nothing on the stack before it, and can be reached.
    pub(crate) clean: bool,
    /// The probe before it, if there is one.
    pub(crate) probe: Option<u32>,
}

/// Whether a probe stands behind an instruction: where the way that was taken can be another one.
pub(crate) const fn is_fork(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::If { .. } | Operator::Else | Operator::BrIf { .. } | Operator::End)
}

impl<'a> Walk<'a> {
    /// Walks a body. Probes are numbered from `probe`, which is moved past them.
    pub(crate) fn through(
        function: FuncToValidate<ValidatorResources>,
        body: &FunctionBody<'a>,
        probe: &mut u32,
    ) -> Result<Self, Problem> {
        let mut state = function.into_validator(Default::default());
        state.read_locals(&mut body.get_binary_reader())?;
        let locals = (0..state.len_locals()).filter_map(|local| state.get_local_type(local)).collect();
        let mut walk = Self { locals, steps: Vec::new(), closes: Vec::new() };
        let mut operators = body.get_operators_reader()?;
        let mut open = Vec::new();
        let mut fork = true;
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            let frame = state.get_control_frame(0);
            let height = state.operand_stack_height() as usize;
            let clean = frame.is_some_and(|frame| frame.height == height && !frame.unreachable);
            state.op(at, &operator)?;
            let number = fork.then(|| {
                *probe += 1;
                *probe - 1
            });
            fork = is_fork(&operator);
            walk.note_close(&operator, &mut open);
            walk.steps.push(Step { operator, at, clean, probe: number });
        }
        Ok(walk)
    }

    fn note_close(&mut self, operator: &Operator<'_>, open: &mut Vec<usize>) {
        let here = self.steps.len();
        self.closes.push(here);
        if matches!(operator, Operator::Else | Operator::End)
            && let Some(opener) = open.pop()
        {
            self.closes[opener] = here;
        }
        if opens(operator) || matches!(operator, Operator::Else) {
            open.push(here);
        }
    }
}

/// Whether an instruction opens a block.
pub(crate) const fn opens(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. })
}
