//! The first part: the module as it was, with a stand-in for every late function that it calls.
//!
//! A stand-in asks for the late part and then calls what the late part has put into the table, so
//! that a call is right whenever it comes; it is only slower before the late part is there.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, TableSection, TypeSection,
};

use crate::data::Data;
use crate::module::Module;
use crate::names::Names;
use crate::plan::{Plan, lent};
use crate::{IMPORTS, Problem};

/// The first part's bytes.
pub(crate) fn part(module: &Module<'_>, plan: &Plan, data: &Data, names: &Names) -> Result<Vec<u8>, Problem> {
    let mut encoded = wasm_encoder::Module::new();
    let arrive = module.imported;
    let mut kept: Vec<u32> = module.defined().filter(|function| !plan.is_late(*function)).collect();
    // What begins alike is compressed better side by side.
    kept.sort_by_key(|function| module.body_of(*function).map(|body| body.code.as_bytes()));
    let numbers = kept.iter().chain(plan.places.keys()).copied().zip(arrive + 1..).collect();
    First { module, plan, data, names, kept, numbers, arrive }.parse_core_module(
        &mut encoded,
        wasmparser::Parser::new(0),
        module.bytes,
    )?;
    Ok(encoded.finish())
}

struct First<'m, 'a> {
    module: &'m Module<'a>,
    plan: &'m Plan,
    data: &'m Data,
    names: &'m Names,
    /// The functions that are kept, in their new order.
    kept: Vec<u32>,
    /// The new number of each function, or of its stand-in.
    numbers: BTreeMap<u32, u32>,
    /// The number of the function that fetches the late part.
    arrive: u32,
}

type Outcome = Result<(), Error<Problem>>;

impl Reencode for First<'_, '_> {
    type Error = Problem;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Problem>> {
        if function < self.module.imported {
            return Ok(function);
        }
        let unreached = || Error::UserError(Problem(format!("function {function} is late and has no stand-in")));
        self.numbers.get(&function).copied().ok_or_else(unreached)
    }

    fn parse_type_section(&mut self, types: &mut TypeSection, section: wasmparser::TypeSectionReader<'_>) -> Outcome {
        utils::parse_type_section(self, types, section)?;
        types.ty().function([], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Outcome {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            imports.import(import.module, self.names.short(import.name), kind);
        }
        imports.import(IMPORTS, "arrive", EntityType::Function(self.module.types.len() as u32));
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Outcome {
        for function in self.kept.iter().chain(self.plan.places.keys()) {
            functions.function(self.module.functions[*function as usize]);
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Outcome {
        for (number, table) in section.into_iter().enumerate() {
            let mut table = self.table_type(table?.ty)?;
            if number == 0 {
                table.minimum = self.plan.table;
                table.maximum = table.maximum.map(|maximum| maximum.max(self.plan.table));
            }
            tables.table(table);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Outcome {
        for export in section {
            let export = export?;
            let kind = self.export_kind(export.kind)?;
            let index = self.external_index(export.kind, export.index)?;
            exports.export(self.names.short(export.name), kind, index);
        }
        for (kind, letter, count) in [
            (ExportKind::Memory, 'm', self.module.memories.len()),
            (ExportKind::Table, 't', self.module.tables.len()),
            (ExportKind::Global, 'g', self.module.globals.len()),
        ] {
            for number in 0..count {
                exports.export(&lent(letter, number), kind, number as u32);
            }
        }
        for (number, function) in self.plan.shared.iter().enumerate() {
            exports.export(&lent('f', number), ExportKind::Func, self.function_index(*function)?);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: wasmparser::ElementSectionReader<'_>,
    ) -> Outcome {
        utils::parse_element_section(self, elements, section)?;
        let before = self.module.tables.first().map_or(0, |table| table.initial) as u32;
        let mut own: Vec<(u32, u32)> = Vec::new();
        for (function, places) in &self.plan.places {
            own.extend(places.iter().filter(|place| **place >= before).map(|place| (*place, *function)));
        }
        own.sort_unstable();
        let stand_ins: Result<Vec<u32>, _> = own.iter().map(|(_, function)| self.function_index(*function)).collect();
        let stand_ins = stand_ins?;
        elements.active(None, &ConstExpr::i32_const(before as i32), Elements::Functions(stand_ins.into()));
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: wasmparser::CodeSectionReader<'_>) -> Outcome {
        let module = self.module;
        for function in self.kept.clone() {
            if let Some(body) = module.body_of(function) {
                self.parse_function_body(code, body.code.clone())?;
            }
        }
        for (function, places) in &self.plan.places {
            code.function(&stand_in(module, *function, places[0], self.arrive));
        }
        Ok(())
    }

    fn data_count(&mut self, _: u32) -> Result<u32, Error<Problem>> {
        Ok(1)
    }

    fn parse_data_section(&mut self, data: &mut DataSection, _: wasmparser::DataSectionReader<'_>) -> Outcome {
        *data = self.data.first();
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Outcome {
        Ok(())
    }
}

fn stand_in(module: &Module<'_>, function: u32, place: u32, arrive: u32) -> Function {
    let mut body = Function::new([]);
    body.instruction(&Instruction::Call(arrive));
    for parameter in 0..module.type_of(function).params().len() as u32 {
        body.instruction(&Instruction::LocalGet(parameter));
    }
    body.instruction(&Instruction::I32Const(place as i32));
    body.instruction(&Instruction::CallIndirect { type_index: module.functions[function as usize], table_index: 0 });
    body.instruction(&Instruction::End);
    body
}
