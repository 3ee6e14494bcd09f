//! What it costs to hold values against a schema, found without doing it.
//!
//! Keywords such as `anyOf` and `$ref` apply several schemas to one value, and references let a schema of a few lines unfold into
//! millions of these applications: with `d0: {anyOf: [{$ref: d1}, {$ref: d1}]}`, `d1: …`, each definition doubles the work and the
//! errors that it collects. The library evaluates all of it, in the time and the memory that it takes.
//!
//! So the schema is read as a graph, in which a reference is an edge. [`SchemaGraph::refusal`] counts, once for each template, what
//! one value can cost at most; such a sum over a graph takes as long as the graph is large, not as long as what it unfolds into.
//! Where references form a cycle through the parts of a value (`items: {$ref: "#"}`), the cost depends on the value, and
//! [`SchemaGraph::can_evaluate`] counts it for each front matter the same way. A schema or a value beyond [`MAX_STEPS`] is never given to the library.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// A step is one schema that is applied to one value. In a release build this many take some 50 ms, and 50 MB if all of them fail.
const MAX_STEPS: u64 = 20_000;

/// Steps for all values of a front matter together; most of them are cheap and find nothing.
const MAX_STEPS_OF_PAGE: u64 = 200_000;

/// How deep schemas may be applied within each other: the library recurses.
const MAX_DEPTH: usize = 192;

/// A schema and the schemas it applies, by their place in [`SchemaGraph::nodes`].
#[derive(Debug, Default)]
struct Node {
    /// Steps that the keywords with lists take (`enum`, `required`), on top of one.
    own_steps: u64,
    has_pattern: bool,
    /// Applied to the same value.
    here: Vec<usize>,
    /// Of these, those that are tried first, and a second time to find what is wrong: `anyOf` and the like.
    tried: Vec<usize>,
    /// `unevaluatedProperties` or `unevaluatedItems`: for each part of the value the schemas here are evaluated a second time.
    is_unevaluated: bool,
    properties: HashMap<Box<str>, usize>,
    any_property: Vec<usize>,
    /// `propertyNames`
    names: Vec<usize>,
    any_item: Vec<usize>,
    /// `prefixItems`
    items: Vec<usize>,
}

/// A schema as a graph.
#[derive(Debug)]
pub(super) struct SchemaGraph {
    nodes: Vec<Node>,
    /// What the schema and all that it unfolds into can cost at most for one value and its parts; `None` where it has no end.
    steps_per_part: Option<u64>,
    /// A schema below the root has an `$id`, from which the references in it would count.
    has_inner_id: bool,
}

impl SchemaGraph {
    /// Reads all schemas that `root` applies, also by references into it.
    pub(super) fn of(root: &Value) -> SchemaGraph {
        let mut reader = Reader {
            root,
            anchors: HashMap::new(),
            known: HashMap::new(),
            nodes: Vec::new(),
            open: Vec::new(),
            has_inner_id: false,
        };
        reader.find_anchors(root, 0);
        reader.node_of(root);
        // Not by recursion: references may form long chains.
        while let Some((index, schema)) = reader.open.pop() {
            let node = reader.read(schema);
            reader.nodes[index] = node;
        }
        let mut graph = SchemaGraph { nodes: reader.nodes, steps_per_part: None, has_inner_id: reader.has_inner_id };
        graph.steps_per_part = graph.unfolded();
        graph
    }

    /// Why the schema is not compiled, in words; `None` for one that is fine.
    pub(super) fn refusal(&self) -> Option<String> {
        if self.has_inner_id {
            return Some("only the whole schema may have an `$id`".to_owned());
        }
        if !self.is_shallow() {
            return Some("references in this schema nest too deeply, or lead back to where they began".to_owned());
        }
        let mut known = vec![None; self.nodes.len()];
        let steps_at = |node: usize, known: &mut Vec<Option<Steps>>| self.steps_here(node, known).all;
        let most = (0..self.nodes.len()).map(|node| steps_at(node, &mut known)).max().unwrap_or(0);
        // The library compiles what is unevaluated anew on each way that leads to it.
        let compiled = match self.nodes.iter().any(|node| node.is_unevaluated) {
            true => self.steps_per_part.unwrap_or(u64::MAX),
            false => 0,
        };
        (most > MAX_STEPS || compiled > MAX_STEPS).then(|| {
            format!("this schema is too large to evaluate: its references unfold into more than {MAX_STEPS} schemas for one value")
        })
    }

    /// Whether `value` can be held against the schema within the bounds.
    pub(super) fn can_evaluate(&self, value: &Value) -> bool {
        // Nearly always, and the only thing that is computed then.
        if let Some(steps) = self.steps_per_part
            && steps.saturating_mul(size(value)) <= MAX_STEPS_OF_PAGE
        {
            return true;
        }
        let mut counter = Counter { graph: self, known: HashMap::new(), left: MAX_STEPS_OF_PAGE };
        counter.steps(0, value, 0).is_some_and(|steps| steps.all <= MAX_STEPS_OF_PAGE)
    }

    /// Whether no way through the references is longer than [`MAX_DEPTH`], and none leads in a circle on the same value. Where ways form
    /// a circle through the parts of values, how deep they are depends on the value.
    fn is_shallow(&self) -> bool {
        let count = self.nodes.len();
        let here = longest_way(count, |node| self.nodes[node].here.iter().copied());
        let through_parts = longest_way(count, |node| self.children(node).into_iter());
        here.is_some_and(|longest| longest <= MAX_DEPTH)
            && through_parts.unwrap_or_else(|| self.longest_first_visits()) <= MAX_DEPTH
    }

    /// How deep a reader gets that enters each schema once, as the library does when it compiles.
    fn longest_first_visits(&self) -> usize {
        let mut seen = vec![false; self.nodes.len()];
        let mut way: Vec<(Vec<usize>, usize)> = vec![(vec![0], 0)];
        let mut longest = 0;
        while let Some((children, next)) = way.last_mut() {
            let Some(&node) = children.get(*next) else {
                way.pop();
                continue;
            };
            *next += 1;
            if !std::mem::replace(&mut seen[node], true) {
                way.push((self.children(node), 0));
                longest = longest.max(way.len());
            }
        }
        longest
    }

    fn children(&self, node: usize) -> Vec<usize> {
        let node = &self.nodes[node];
        let parts = node.properties.values().chain(&node.any_property).chain(&node.names);
        node.here.iter().chain(parts).chain(&node.any_item).chain(&node.items).copied().collect()
    }

    /// The sum over all ways from the root; `None` where they form a circle.
    fn unfolded(&self) -> Option<u64> {
        let order = bottom_up(self.nodes.len(), &|node: usize| self.children(node).into_iter())?;
        let mut steps = vec![0u64; self.nodes.len()];
        for node in order {
            let below = self.children(node).iter().fold(0u64, |sum, child| sum.saturating_add(steps[*child]));
            let repeated = self.nodes[node].tried.iter().fold(0u64, |sum, child| sum.saturating_add(steps[*child]));
            let all = self.nodes[node].own_steps.saturating_add(1).saturating_add(below).saturating_add(repeated);
            steps[node] = if self.nodes[node].is_unevaluated { all.saturating_mul(2) } else { all };
        }
        steps.first().copied()
    }

    /// For one value, without its parts. Circles and long ways have been ruled out.
    fn steps_here(&self, node: usize, known: &mut Vec<Option<Steps>>) -> Steps {
        if let Some(steps) = known[node] {
            return steps;
        }
        let of = &self.nodes[node];
        let mut steps = Steps::of_node(of);
        for child in &of.here {
            let child_steps = self.steps_here(*child, known);
            steps.add(child_steps, of.tried.contains(child));
        }
        known[node] = Some(steps);
        steps
    }
}

/// What a schema costs at a value.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// To say only whether the value is right.
    to_decide: u64,
    /// To say what is wrong with it.
    all: u64,
    /// How deep schemas are applied within each other.
    depth: usize,
}

impl Steps {
    fn of_node(node: &Node) -> Steps {
        Steps { to_decide: 1 + node.own_steps, all: 1 + node.own_steps, depth: 1 }
    }

    fn add(&mut self, child: Steps, is_tried: bool) {
        self.to_decide = self.to_decide.saturating_add(child.to_decide);
        let repeated = if is_tried { child.to_decide } else { 0 };
        self.all = self.all.saturating_add(child.all).saturating_add(repeated);
        self.depth = self.depth.max(child.depth + 1);
    }
}

/// Counts what one front matter costs. Each pair of a schema and a value is visited once.
struct Counter<'g> {
    graph: &'g SchemaGraph,
    known: HashMap<(usize, *const Value), Steps>,
    /// Visits that are left: as many visits are at least as many steps.
    left: u64,
}

impl Counter<'_> {
    /// `None` where it is too much.
    fn steps(&mut self, node: usize, value: &Value, depth: usize) -> Option<Steps> {
        if let Some(known) = self.known.get(&(node, std::ptr::from_ref(value))) {
            return Some(*known);
        }
        self.left = self.left.checked_sub(1)?;
        if depth > MAX_DEPTH {
            return None;
        }
        let graph = self.graph;
        let of = &graph.nodes[node];
        let mut steps = Steps::of_node(of);
        if let (true, Value::String(text)) = (of.has_pattern, value) {
            let scanned = text.len() as u64 / 1024;
            steps.add(Steps { to_decide: scanned, all: scanned, depth: 0 }, false);
        }
        for child in &of.here {
            let child_steps = self.steps(*child, value, depth + 1)?;
            steps.add(child_steps, of.tried.contains(child));
        }
        let mut parts = 0;
        match value {
            Value::Object(object) => {
                parts = object.len() as u64;
                for (key, value) in object {
                    for child in of.properties.get(&**key).into_iter().chain(&of.any_property) {
                        steps.add(self.steps(*child, value, depth + 1)?, false);
                    }
                }
                for child in &of.names {
                    let name = self.steps(*child, &Value::Null, depth + 1)?;
                    let (to_decide, all) = (name.to_decide.saturating_mul(parts), name.all.saturating_mul(parts));
                    steps.add(Steps { to_decide, all, depth: name.depth }, false);
                }
            }
            Value::Array(items) => {
                parts = items.len() as u64;
                for (index, value) in items.iter().enumerate() {
                    for child in of.items.get(index).into_iter().chain(&of.any_item) {
                        steps.add(self.steps(*child, value, depth + 1)?, false);
                    }
                }
            }
            _ => {}
        }
        if of.is_unevaluated {
            let repeated = steps.to_decide.saturating_mul(parts + 1);
            steps.add(Steps { to_decide: repeated, all: repeated, depth: 0 }, false);
        }
        if steps.all > MAX_STEPS_OF_PAGE || steps.depth > MAX_DEPTH {
            return None;
        }
        // The null of a name is a temporary, and stands for any name.
        self.known.insert((node, std::ptr::from_ref(value)), steps);
        Some(steps)
    }
}

/// Values, and kilobytes of text.
fn size(value: &Value) -> u64 {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<u64>() + 1,
        Value::Object(object) => {
            object.iter().map(|(key, value)| key.len() as u64 / 1024 + size(value)).sum::<u64>() + 1
        }
        Value::String(text) => text.len() as u64 / 1024 + 1,
        _ => 1,
    }
}

/// How many nodes the longest way has; `None` where there is a circle.
fn longest_way<I: Iterator<Item = usize>>(count: usize, children: impl Fn(usize) -> I) -> Option<usize> {
    let mut longest = vec![1; count];
    for node in bottom_up(count, &children)? {
        longest[node] = children(node).map(|child| longest[child]).max().unwrap_or(0) + 1;
    }
    longest.into_iter().max()
}

/// All nodes, each after those it leads to; `None` where there is a circle.
fn bottom_up<I: Iterator<Item = usize>>(count: usize, children: &impl Fn(usize) -> I) -> Option<Vec<usize>> {
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut open = vec![0; count];
    for (node, open) in open.iter_mut().enumerate() {
        for child in children(node) {
            parents[child].push(node);
            *open += 1;
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|node| open[*node] == 0).collect();
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for parent in &parents[node] {
            open[*parent] -= 1;
            if open[*parent] == 0 {
                order.push(*parent);
            }
        }
    }
    (order.len() == count).then_some(order)
}

struct Reader<'s> {
    root: &'s Value,
    /// `$anchor` and `$dynamicAnchor`; several schemas of one name are all taken for the target.
    anchors: HashMap<&'s str, Vec<&'s Value>>,
    known: HashMap<*const Value, usize>,
    nodes: Vec<Node>,
    open: Vec<(usize, &'s Value)>,
    has_inner_id: bool,
}

impl<'s> Reader<'s> {
    fn find_anchors(&mut self, value: &'s Value, depth: usize) {
        // Values nest as deep as the reader of YAML lets them.
        if depth > 4 * MAX_DEPTH {
            return;
        }
        match value {
            Value::Object(object) => {
                for name in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = object.get(name).and_then(Value::as_str) {
                        self.anchors.entry(name).or_default().push(value);
                    }
                }
                object.values().for_each(|value| self.find_anchors(value, depth + 1));
            }
            Value::Array(items) => items.iter().for_each(|value| self.find_anchors(value, depth + 1)),
            _ => {}
        }
    }

    fn node_of(&mut self, schema: &'s Value) -> usize {
        let next = self.nodes.len();
        let index = *self.known.entry(schema).or_insert(next);
        if index == next {
            self.nodes.push(Node::default());
            self.open.push((index, schema));
        }
        index
    }

    fn read(&mut self, schema: &'s Value) -> Node {
        let mut node = Node::default();
        let Some(object) = schema.as_object() else { return node };
        self.has_inner_id |= !std::ptr::eq(schema, self.root) && object.get("$id").is_some_and(Value::is_string);
        let length = |keyword: &str| object.get(keyword).and_then(Value::as_array).map_or(0, Vec::len) as u64;
        node.own_steps = length("enum") / 8 + length("required") / 8;
        node.has_pattern = ["pattern", "patternProperties", "format"].iter().any(|name| object.contains_key(*name));
        node.is_unevaluated =
            ["unevaluatedProperties", "unevaluatedItems"].iter().any(|name| object.contains_key(*name));
        for keyword in ["anyOf", "oneOf", "not", "if"] {
            node.tried.extend(self.schemas(object.get(keyword)));
        }
        node.here.extend(&node.tried);
        for keyword in ["allOf", "then", "else"] {
            node.here.extend(self.schemas(object.get(keyword)));
        }
        node.here.extend(self.named(object, "dependentSchemas").into_iter().map(|(_, index)| index));
        for keyword in ["$ref", "$dynamicRef"] {
            let target = object.get(keyword).and_then(Value::as_str).unwrap_or_default();
            for target in self.targets(target) {
                // The library takes a schema that refers to itself alone for one that says nothing.
                if !std::ptr::eq(target, schema) {
                    node.here.push(self.node_of(target));
                }
            }
        }
        node.properties = self.named(object, "properties").into_iter().collect();
        node.any_property.extend(self.named(object, "patternProperties").into_iter().map(|(_, index)| index));
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            node.any_property.extend(self.schemas(object.get(keyword)));
        }
        node.names = self.schemas(object.get("propertyNames"));
        for keyword in ["items", "contains", "unevaluatedItems"] {
            node.any_item.extend(self.schemas(object.get(keyword)));
        }
        node.items = self.schemas(object.get("prefixItems"));
        node
    }

    /// One schema, or a list of them.
    fn schemas(&mut self, value: Option<&'s Value>) -> Vec<usize> {
        match value {
            Some(Value::Array(items)) => items.iter().map(|item| self.node_of(item)).collect(),
            Some(schema) => vec![self.node_of(schema)],
            None => Vec::new(),
        }
    }

    fn named(&mut self, object: &'s Map<String, Value>, keyword: &str) -> Vec<(Box<str>, usize)> {
        let named = object.get(keyword).and_then(Value::as_object).into_iter().flatten();
        named.map(|(name, schema)| (name.as_str().into(), self.node_of(schema))).collect()
    }

    /// What a reference leads to; nothing where that is not in this schema.
    fn targets(&self, reference: &str) -> Vec<&'s Value> {
        let Some(fragment) = reference.strip_prefix('#').map(percent_decoded) else { return Vec::new() };
        match fragment.is_empty() || fragment.starts_with('/') {
            true => self.root.pointer(&fragment).into_iter().collect(),
            false => self.anchors.get(&*fragment).cloned().unwrap_or_default(),
        }
    }
}

/// `%2F` and the like in the fragment of a reference.
fn percent_decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
