//! A small module, cut in all the ways that matter. That real pages work in two parts is seen in
//! the browser, by `tests/e2e`.

use std::collections::BTreeSet;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    ImportSection, Instruction, MemorySection, MemoryType, RefType, TableSection, TableType, TypeSection,
};
use wasmparser::{Parser, Payload, Validator};

use super::{Parts, cut, watch};

/// `start` (number 1, after an imported function) calls `near` by name and `far` through the table; `near` calls `far`; `far` calls `deep`
/// and, again, `near`; `deep` calls the script. Each is longer than what is too short to move.
fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([wasm_encoder::ValType::I32], [wasm_encoder::ValType::I32]);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for calls in [&[2, 9][..], &[3], &[4, 2], &[0]] {
        functions.function(0);
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        for number in 1000..1008 {
            body.instruction(&Instruction::I32Const(number)).instruction(&Instruction::I32Add);
        }
        for callee in calls {
            match callee {
                9 => {
                    body.instruction(&Instruction::I32Const(1));
                    body.instruction(&Instruction::CallIndirect { type_index: 0, table_index: 0 })
                }
                callee => body.instruction(&Instruction::Call(*callee)),
            };
        }
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut imports = ImportSection::new();
    imports.import("script", "a_call_of_the_script", EntityType::Function(0));
    let mut tables = TableSection::new();
    let size = Some(2);
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: size,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut exports = ExportSection::new();
    exports.export("start_of_everything", ExportKind::Func, 1);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([3].as_slice().into()));
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&exports).section(&elements).section(&code);
    module.finish()
}

const SCRIPT: &str = "function __wbg_get_imports() {}\nconst imports = __wbg_get_imports();\n\
    const { instance, module } = await __wbg_load(await module_or_path, imports);\nwasm.start_of_everything(1);\n";

fn parts(seen: &[u32]) -> Parts {
    cut(&module(), &seen.iter().copied().collect(), SCRIPT, "late.wasm").expect("the module can be cut")
}

/// How many functions a module defines; it has to be a valid one.
fn defined(bytes: &[u8]) -> usize {
    Validator::new().validate_all(bytes).expect("a valid module");
    let payloads = Parser::new(0).parse_all(bytes).map(|payload| payload.expect("a readable module"));
    payloads.filter(|payload| matches!(payload, Payload::CodeSectionEntry(_))).count()
}

#[test]
fn every_function_is_in_one_part_and_stand_ins_are_where_late_ones_are_called() {
    // `near` and `far` are called from the first part, `deep` only from the late one.
    let Parts { first, late, .. } = parts(&[1]);
    assert_eq!((defined(&first), defined(&late)), (1 + 2, 3));
    // `far` is reached by name and through the table, and needs one stand-in for both.
    let Parts { first, late, .. } = parts(&[1, 2]);
    assert_eq!((defined(&first), defined(&late)), (2 + 1, 2));
    // What the late part calls of the first one is lent to it.
    let text = String::from_utf8_lossy(&late).into_owned();
    assert!(text.contains("$f1") && !text.contains("$f2"), "the imported function and `near`");
}

#[test]
fn what_the_script_calls_stays_in_the_first_part() {
    let Parts { first, late, .. } = parts(&[4]);
    assert_eq!((defined(&first), defined(&late)), (2 + 2, 2));
}

#[test]
fn the_script_and_the_module_agree_on_short_names() {
    let Parts { first, script, .. } = parts(&[1]);
    assert!(script.contains("wasm._1(1);") && script.contains("new URL('late.wasm'"), "{script}");
    assert!(!String::from_utf8_lossy(&first).contains("start_of_everything"));
}

#[test]
fn a_watched_module_says_of_every_function_that_it_began() {
    let watched = watch(&module()).expect("the module can be watched");
    assert_eq!(defined(&watched), 4);
    let calls = Parser::new(0).parse_all(&watched).filter_map(|payload| match payload.expect("readable") {
        Payload::CodeSectionEntry(body) => body.get_operators_reader().ok()?.into_iter().nth(1),
        _ => None,
    });
    let reported = calls.filter(|operator| matches!(operator, Ok(wasmparser::Operator::Call { function_index: 1 })));
    assert_eq!(reported.count(), 4);
}

#[test]
fn what_is_no_module_is_refused_in_words() {
    let refused =
        |bytes: &[u8], script: &str| cut(bytes, &BTreeSet::new(), script, "late.wasm").unwrap_err().to_string();
    assert!(refused(b"no module at all", SCRIPT).contains("no wasm module"));
    assert!(refused(&module(), "alert(1)").contains("has no `const imports"));
}
