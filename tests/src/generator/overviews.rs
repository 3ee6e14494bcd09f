//! Overviews: the template's sections and canned steps in their accepted wordings, and the faults in them.

use super::body::Body;
use super::faults::Fault;
use super::words::{camel, sentence};

const PLACEHOLDER: &str = "{{service name}}";

pub(super) fn write(body: &mut Body<'_>) {
    body.push("### Introduction\n\n");
    // What comes after it needs some 1,500 bytes.
    let size = body.size.saturating_sub(1500);
    body.fill(size);
    match body.fault {
        Some(Fault::SectionOrder) => {
            use_cases(body);
            getting_started(body);
        }
        Some(Fault::MissingSection) => getting_started(body),
        _ => {
            getting_started(body);
            use_cases(body);
        }
    }
    if body.fault == Some(Fault::DuplicateSection) {
        body.page.push_marked("duplicate-section", "### Introduction");
        body.push("\n\n");
        body.paragraph();
    }
}

fn getting_started(body: &mut Body<'_>) {
    let heading = match body.random.below(3) {
        0 => "### Getting started".to_owned(),
        1 => "### Getting Started".to_owned(),
        _ => format!("### Getting started with the {}", body.plan.documentname.as_deref().unwrap_or_default()),
    };
    match body.fault {
        Some(Fault::MissingSection) => body.page.push_marked("missing-section", &heading),
        Some(Fault::SectionOrder) => body.page.push_marked("section-order", &heading),
        _ => body.push(&heading),
    }
    body.push("\n\nA few things you'll need to get started with this API:\n\n");
    let mut steps = vec![domain_step(body), authorization_step(body), terms_step(body), retry_step(body)];
    match body.fault {
        Some(Fault::MissingStep) => drop(steps.remove(2)),
        Some(Fault::StepOrder) => steps.swap(2, 3),
        _ if body.random.once_in(3) => steps.push("Tell your account team which account you use.".to_owned()),
        _ => {}
    }
    for (at, step) in steps.iter().enumerate() {
        let number = match body.fault {
            Some(Fault::StepNumber) if at >= 2 => at + 2,
            _ => at + 1,
        };
        let start = body.page.text.len();
        body.push(&format!("{number}. {step}\n\n"));
        if let Some(at) = step.find(PLACEHOLDER) {
            let start = start + format!("{number}. ").len() + at;
            body.page.mark(start..start + PLACEHOLDER.len(), "template-placeholder");
        }
        let line = step.lines().next().unwrap_or_default();
        let content = start + format!("{number}. ").len();
        match body.fault {
            Some(Fault::MissingStep) if at == 1 => body.page.mark(start..content + line.len(), "missing-step"),
            Some(Fault::StepOrder) if at == 3 => body.page.mark(start..content + line.len(), "step-order"),
            Some(Fault::StepNumber) if at == 2 => body.page.mark(start..start + 2, "step-number"),
            Some(Fault::ChangedStep) if at == 2 => body.page.mark(content..content + line.len(), "changed-step"),
            _ => {}
        }
    }
}

fn domain_step(body: &mut Body<'_>) -> String {
    let step = "**Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this \
                information by providing the following service name:";
    let thing = camel(body.plan.documentname.as_deref().unwrap_or_default());
    let names = match body.fault {
        Some(Fault::PlaceholderText) => format!("\t* {PLACEHOLDER}"),
        _ if body.random.once_in(2) => format!("\t* Read only: {thing}Read\n\n\t* Read/Write: {thing}"),
        _ => format!("\t* {thing}"),
    };
    format!("{step}\n\n{names}")
}

fn authorization_step(body: &mut Body<'_>) -> String {
    let product = body.random.pick(&["LiveEngage", "Conversational Cloud"]);
    let these = body.random.pick(&["the", "these"]);
    format!(
        "This API requires authorization using _either_ a login or an API key methodology.\n\n\
         \t* **Log a user into {product}** using the [Login Service API](login-getting-started.html). Provide a username and \
         password, and receive an authorization token (bearer). Use this token as your authorization header in all API \
         requests.\n\n\
         \t* [Follow {these} instructions](guides-gettingstarted.html), to create and use an API key."
    )
}

fn terms_step(body: &mut Body<'_>) -> String {
    let address = body.random.pick(&["terms-of-use", "apitou"]);
    let (before, link) = match body.fault {
        Some(Fault::ChangedStep) => ("Let your lawyers read the ", "API terms"),
        _ => body.random.pick(&[("Note the ", "API terms of use"), ("", "Here are the API terms of use")]),
    };
    let attributes = body.random.pick(&["", "{:target=\"_blank\"}"]);
    format!("{before}[{link}](https://www.liveperson.com/policies/{address}){attributes}.")
}

fn retry_step(body: &mut Body<'_>) -> String {
    let stop = body.random.pick(&["", "."]);
    format!(
        "When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best \
         practices](guides-retry-policy.html){stop}"
    )
}

fn use_cases(body: &mut Body<'_>) {
    let title = match body.random.below(3) {
        0 => format!("Use Cases for the {}", body.plan.documentname.as_deref().unwrap_or_default()),
        1 => "Use Cases".to_owned(),
        _ => "Use cases".to_owned(),
    };
    match body.fault {
        Some(Fault::SectionLevel) => body.page.push_marked("section-level", &format!("## {title}")),
        Some(Fault::EmptySection) => body.page.push_marked("empty-section", &format!("### {title}")),
        Some(Fault::SectionContent) => body.page.push_marked("section-content", &format!("### {title}")),
        Some(Fault::SectionTitle) => {
            body.push("### ");
            body.page.push_marked("section-title", "Use csaes");
        }
        _ => body.push(&format!("### {title}")),
    }
    body.push("\n\n");
    let items = match body.fault {
        Some(Fault::EmptySection) => return,
        Some(Fault::SectionContent) => 1,
        _ => 2 + body.random.below(2),
    };
    for _ in 0..items {
        body.push("* ");
        sentence(body.random, &mut body.page.text);
        sentence(body.random, &mut body.page.text);
        body.end_paragraph();
    }
}
