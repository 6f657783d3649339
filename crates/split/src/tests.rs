//! A small module, cut in all the ways that matter. That real pages work in two parts is seen in
//! the browser, by `tests/e2e`.

use std::collections::BTreeSet;

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, DataSymbolDefinition, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, ImportSection, Instruction, LinkingSection, MemorySection, MemoryType,
    NameMap, NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{Parser, Payload, Validator};

use super::{Parts, cut, watch};

/// Four functions after an imported one, number 0: 1 calls 2 by name and 3 through the table; 2 calls
/// 3; 3 calls 4 and, again, 2; 4 calls the script. Each is longer than what is too short to move.
fn module() -> Vec<u8> {
    let body = |calls: &[u32]| {
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        lengthen(&mut body, 20);
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
        body
    };
    around(&[body(&[2, 9]), body(&[3]), body(&[4, 2]), body(&[0])], 3)
}

fn lengthen(body: &mut Function, by: i32) {
    for number in 1000..1000 + by {
        body.instruction(&Instruction::I32Const(number)).instruction(&Instruction::I32Add);
    }
}

/// A module of functions from number to number; the first is exported, `in_table` is in the table.
pub(crate) fn around(bodies: &[Function], in_table: u32) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for body in bodies {
        functions.function(0);
        code.function(body);
    }
    let mut imports = ImportSection::new();
    imports.import("script", "a_call_of_the_script", EntityType::Function(0));
    let mut tables = TableSection::new();
    let (element_type, maximum) = (RefType::FUNCREF, Some(2));
    tables.table(TableType { element_type, table64: false, minimum: 2, maximum, shared: false });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let mut exports = ExportSection::new();
    exports.export("start_of_everything", ExportKind::Func, 1);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([in_table].as_slice().into()));
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
    module.section(&exports).section(&elements).section(&code);
    module.finish()
}

/// What the linker says of a module with one object.
fn linked() -> Vec<u8> {
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(1024), [1, 2, 3, 4]);
    let mut symbols = SymbolTable::new();
    symbols.data(0, "object", Some(DataSymbolDefinition { index: 0, offset: 0, size: 4 }));
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    let mut module = wasm_encoder::Module::new();
    module.section(&data).section(&linking);
    module.finish()
}

const SCRIPT: &str = "function __wbg_get_imports() {}\nconst imports = __wbg_get_imports();\n\
    const { instance, module } = await __wbg_load(await module_or_path, imports);\nwasm.start_of_everything(1);\n";

fn parts(seen: &[u32]) -> Parts {
    cut(&module(), &linked(), [&seen.iter().copied().collect(), &BTreeSet::new()], SCRIPT)
        .expect("the module can be cut")
}

/// How many functions a module defines; it has to be a valid one.
fn defined(bytes: &[u8]) -> usize {
    Validator::new().validate_all(bytes).expect("a valid module");
    let payloads = Parser::new(0).parse_all(bytes).map(|payload| payload.expect("a readable module"));
    payloads.filter(|payload| matches!(payload, Payload::CodeSectionEntry(_))).count()
}

/// What a module imports.
fn borrowed(bytes: &[u8]) -> Vec<String> {
    let mut borrowed = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::ImportSection(imports) = payload.expect("readable") {
            let imports = imports.into_imports().map(|import| import.expect("an import"));
            borrowed.extend(imports.map(|import| format!("{} {}", import.module, import.name)));
        }
    }
    borrowed
}

#[test]
fn every_function_is_in_one_part_and_stand_ins_are_where_late_ones_are_called() {
    // `near` and `far` are called from the first part, `deep` only from the late one.
    let Parts { first, late, .. } = parts(&[0]);
    assert_eq!((defined(&first), defined(&late)), (1 + 2, 3));
    // `far` is reached by name and through the table, and needs one stand-in for both.
    let Parts { first, late, .. } = parts(&[0, 1]);
    assert_eq!((defined(&first), defined(&late)), (2 + 1, 2));
    // What the late part calls of the first one is lent to it.
    assert_eq!(borrowed(&late), ["script _0", "first 2", "first $m0", "first $t0"], "`near` by its place");
}

#[test]
fn a_place_in_the_table_that_only_the_late_part_knows_has_no_stand_in() {
    let body = |steps: &[Instruction<'_>]| {
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        lengthen(&mut body, 8);
        steps.iter().for_each(|step| _ = body.instruction(step));
        body.instruction(&Instruction::End);
        body
    };
    let through_the_table = [Instruction::I32Const(1), Instruction::CallIndirect { type_index: 0, table_index: 0 }];
    let module = around(&[body(&[Instruction::Call(2)]), body(&through_the_table), body(&[])], 3);
    let cut_by = |seen: &[u32]| {
        cut(&module, &linked(), [&seen.iter().copied().collect(), &BTreeSet::new()], SCRIPT)
            .expect("the module can be cut")
    };
    let Parts { first, late, .. } = cut_by(&[0]);
    assert_eq!((defined(&first), defined(&late)), (1 + 1, 2), "of the two late ones one is called from here");
    // Once the caller is here too, its callee needs one.
    let Parts { first, late, .. } = cut_by(&[0, 1]);
    assert_eq!((defined(&first), defined(&late)), (2 + 1, 1));
}

/// A function with two locals and two ways, each long: one sets a local and goes on, the other calls
/// the script and returns.
fn forked() -> Vec<u8> {
    let mut body = Function::new([(2, ValType::I32)]);
    body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
    body.instruction(&Instruction::LocalGet(2));
    lengthen(&mut body, 40);
    body.instruction(&Instruction::LocalSet(1)).instruction(&Instruction::Else);
    body.instruction(&Instruction::LocalGet(0));
    lengthen(&mut body, 40);
    body.instruction(&Instruction::Call(0)).instruction(&Instruction::Return).instruction(&Instruction::End);
    body.instruction(&Instruction::LocalGet(1)).instruction(&Instruction::End);
    around(&[body], 1)
}

#[test]
fn a_way_that_was_never_taken_becomes_a_late_function() {
    let cut_by = |seen: &[u32]| {
        let seen = seen.iter().copied().collect();
        cut(&forked(), &linked(), [&seen, &BTreeSet::new()], SCRIPT).expect("the module can be cut")
    };
    // Probes: the beginning, the first way, the second, and behind both.
    let whole = cut_by(&[0, 1, 2, 3]);
    assert_eq!((defined(&whole.first), defined(&whole.late)), (1, 0));
    for seen in [[0, 1, 3], [0, 2, 3]] {
        let Parts { first, late, .. } = cut_by(&seen);
        assert_eq!((defined(&first), defined(&late)), (1 + 1, 1), "{seen:?}");
        assert!(first.len() + 80 < whole.first.len(), "{seen:?}");
    }
    let Parts { first, late, .. } = cut_by(&[0]);
    assert_eq!((defined(&first), defined(&late)), (1 + 1, 2), "what follows both is too short to move");
}

/// A loop with a way that is taken again and again, and that alone counts on in local 1.
fn counting() -> Vec<u8> {
    let mut body = Function::new([(1, ValType::I32)]);
    body.instruction(&Instruction::Loop(wasm_encoder::BlockType::Empty));
    body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
    body.instruction(&Instruction::LocalGet(1));
    lengthen(&mut body, 40);
    body.instruction(&Instruction::LocalTee(1)).instruction(&Instruction::Call(0));
    body.instruction(&Instruction::LocalSet(0)).instruction(&Instruction::Br(1)).instruction(&Instruction::End);
    body.instruction(&Instruction::End).instruction(&Instruction::LocalGet(0)).instruction(&Instruction::End);
    around(&[body], 1)
}

#[test]
fn what_a_way_leaves_for_the_next_time_round_comes_back_with_it() {
    let Parts { late, .. } = cut(&counting(), &linked(), [&BTreeSet::from([0, 2, 3]), &BTreeSet::new()], SCRIPT)
        .expect("the module can be cut");
    assert_eq!(defined(&late), 1);
    let mut kinds = Vec::new();
    for payload in Parser::new(0).parse_all(&late) {
        if let Payload::TypeSection(types) = payload.expect("readable") {
            kinds.extend(types.into_iter_err_on_gc_types().map(|kind| kind.expect("a function's")));
        }
    }
    // One comes in, beside the place, and both go out: the one that ends the loop, and the one that
    // nothing else reads.
    let two = [wasmparser::ValType::I32; 2];
    assert!(kinds.iter().any(|kind| kind.params() == two && kind.results() == two), "{kinds:?}");
}

/// Two ways that set local 1, each long; then it is set again and returned.
fn overwritten() -> Vec<u8> {
    let mut body = Function::new([(1, ValType::I32)]);
    for _ in 0..2 {
        body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
        body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::Call(0));
        lengthen(&mut body, 40);
        body.instruction(&Instruction::LocalTee(1)).instruction(&Instruction::Call(0));
        body.instruction(&Instruction::Drop).instruction(&Instruction::LocalGet(1)).instruction(&Instruction::Call(0));
        body.instruction(&Instruction::Drop).instruction(&Instruction::End);
    }
    body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::LocalSet(1));
    body.instruction(&Instruction::LocalGet(1)).instruction(&Instruction::End);
    around(&[body], 1)
}

#[test]
fn what_nobody_reads_any_more_is_neither_given_nor_given_back_and_like_stretches_share_a_stand_in() {
    let cut = cut(&overwritten(), &linked(), [&BTreeSet::from([0, 2, 4]), &BTreeSet::new()], SCRIPT);
    let Parts { first, late, .. } = cut.expect("the module can be cut");
    assert_eq!((defined(&first), defined(&late)), (1 + 1, 2));
    let mut kinds = Vec::new();
    for payload in Parser::new(0).parse_all(&late) {
        if let Payload::TypeSection(types) = payload.expect("readable") {
            kinds.extend(types.into_iter_err_on_gc_types().map(|kind| kind.expect("a function's")));
        }
    }
    // Local 0 and the place in the table.
    let two = [wasmparser::ValType::I32; 2];
    assert!(kinds.iter().any(|kind| kind.params() == two && kind.results().is_empty()), "{kinds:?}");
}

#[test]
fn the_late_part_has_a_copy_of_what_is_short() {
    let mut short = Function::new([]);
    short.instruction(&Instruction::LocalGet(0));
    lengthen(&mut short, 4);
    short.instruction(&Instruction::End);
    let mut long = Function::new([]);
    long.instruction(&Instruction::LocalGet(0));
    lengthen(&mut long, 20);
    long.instruction(&Instruction::Call(2)).instruction(&Instruction::End);
    let module = around(&[long.clone(), short, long], 1);
    let cut = cut(&module, &linked(), [&BTreeSet::from([0, 1]), &BTreeSet::new()], SCRIPT);
    let Parts { first, late, .. } = cut.expect("the module can be cut");
    assert_eq!((defined(&first), defined(&late)), (2, 2));
    assert_eq!(borrowed(&late), ["first $m0", "first $t0"]);
}

#[test]
fn what_the_script_calls_stays_in_the_first_part() {
    let Parts { first, late, .. } = parts(&[3]);
    assert_eq!((defined(&first), defined(&late)), (2 + 2, 2));
}

#[test]
fn the_script_and_the_module_agree_on_short_names() {
    let Parts { first, script, .. } = parts(&[0]);
    assert!(script.contains("wasm._1(1);") && script.contains("['next', 'late']"), "{script}");
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
        |bytes: &[u8], script: &str| cut(bytes, &linked(), [&BTreeSet::new(); 2], script).unwrap_err().to_string();
    assert!(refused(b"no module at all", SCRIPT).contains("no wasm module"));
    assert!(refused(&module(), "alert(1)").contains("has no `const imports"));
}

/// A module with names for its functions, by number.
fn named(mut bytes: Vec<u8>, names: &[(u32, &str)]) -> Vec<u8> {
    let mut map = NameMap::new();
    names.iter().for_each(|(number, name)| map.append(*number, name));
    let mut section = NameSection::new();
    section.functions(&map);
    wasm_encoder::Section::append_to(&section, &mut bytes);
    bytes
}

#[test]
fn what_chance_decides_stays_whole_and_comes_with_what_it_may_call() {
    let cut_by = |bytes: &[u8], seen: &[u32]| {
        cut(bytes, &linked(), [&seen.iter().copied().collect(), &BTreeSet::new()], SCRIPT)
            .expect("the module can be cut")
    };
    // The way that was not taken stays, once the name says that it may be taken next time.
    let probed = named(forked(), &[(1, "<hashbrown[0]::raw::RawTableInner>::find")]);
    let Parts { first, late, .. } = cut_by(&probed, &[0, 1, 3]);
    assert_eq!((defined(&first), defined(&late)), (1, 0));
    assert_eq!(defined(&cut_by(&named(forked(), &[(1, "other")]), &[0, 1, 3]).late), 1);
    // 3 stands in the table, and 4 is called by it: nobody saw them, and they may be next.
    let compared = named(module(), &[(2, "other"), (3, "hashbrown::map::equivalent"), (4, "hashbrown::rehash")]);
    let Parts { first, late, .. } = cut_by(&compared, &[0]);
    assert_eq!((defined(&first), defined(&late)), (3 + 1, 1), "only the second function is late");
}

#[test]
fn what_other_places_show_comes_between_and_stands_in_for_the_rest() {
    let cut_by = |shown: &[u32]| {
        let shown = shown.iter().copied().collect();
        cut(&module(), &linked(), [&BTreeSet::from([0]), &shown], SCRIPT).expect("the module can be cut")
    };
    let without = cut_by(&[]);
    // Nothing is shown, but the first part finds the rest by way of the next one.
    assert_eq!((defined(&without.first), defined(&without.next), defined(&without.late)), (1 + 2, 2, 3));
    // Functions 2, 3 and 4 are numbers 1, 2 and 3 when they are watched. `near` calls `far`, which stands in the table.
    let Parts { first, next, late, .. } = cut_by(&[1]);
    assert_eq!(first, without.first, "whatever comes behind it");
    assert_eq!((defined(&next), defined(&late)), (1 + 1, 2));
    assert_eq!(borrowed(&next), ["late finish", "first $m0", "first $t0"]);
    assert_eq!(borrowed(&late), ["script _0", "first 2", "first $m0", "first $t0"], "`near` by its place");
    // `far` calls `near` and `deep`, which only those two parts know: it has a place behind all others.
    let Parts { first, next, late, .. } = cut_by(&[2]);
    assert_eq!((defined(&next), defined(&late)), (1 + 2, 2));
    assert_eq!(borrowed(&late), ["script _0", "first 1", "first $m0", "first $t0"], "`far` by its place");
    assert_eq!(first.len(), without.first.len(), "but for the length of the table");
}
