//! A module that tells which of its functions are called: each says its number as it begins.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, EntityType, ImportSection, Instruction, TypeSection, ValType};

use crate::module::Module;
use crate::walk::is_fork;
use crate::{IMPORTS, Problem};

/// The module, watched.
pub(crate) fn part(module: &Module<'_>) -> Result<Vec<u8>, Problem> {
    let mut encoded = wasm_encoder::Module::new();
    let mut watch = Watch { module, next: 0 };
    watch.parse_core_module(&mut encoded, wasmparser::Parser::new(0), module.bytes)?;
    Ok(encoded.finish())
}

struct Watch<'m, 'a> {
    module: &'m Module<'a>,
    /// The number of the next probe.
    next: u32,
}

impl Reencode for Watch<'_, '_> {
    type Error = Problem;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Problem>> {
        Ok(function + u32::from(function >= self.module.imported))
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        utils::parse_type_section(self, types, section)?;
        types.ty().function([ValType::I32], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        utils::parse_import_section(self, imports, section)?;
        imports.import(IMPORTS, "seen", EntityType::Function(self.module.types.len() as u32));
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Problem>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut fork = true;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            if fork {
                function.instruction(&Instruction::I32Const(self.next as i32));
                function.instruction(&Instruction::Call(self.module.imported));
                self.next += 1;
            }
            fork = is_fork(&operator);
            function.instruction(&self.instruction(operator)?);
        }
        code.function(&function);
        Ok(())
    }
}
