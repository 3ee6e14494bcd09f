// The server's own requests, as docs/page-report.md and docs/requests.md describe them. Types only.

import type { Diagnostic, Range, TextDocumentIdentifier, WorkspaceEdit } from 'vscode-languageclient/node';

export const PAGE_REPORT = 'docent/pageReport';
export const TEMPLATES = 'docent/templates';
export const NEW_PAGE = 'docent/newPage';
export const CHECK_SITE = 'docent/checkSite';

export const FIX_ALL_KIND = 'source.fixAll.docent';
export const INSERT_MISSING_KIND = 'source.insertMissing.docent';

export interface PageReportParams {
  textDocument: TextDocumentIdentifier;
}

export interface PageReport {
  version: number;
  template: { id: string; title: string };
  /** The page in a few words: "API overview: 2 sections missing". */
  summary: string;
  counts: { done: number; missing: number; different: number; optional: number; otherFindings: number };
  items: ReportItem[];
}

export interface ReportItem {
  kind: 'frontMatter' | 'key' | 'section' | 'step';
  name: string;
  state: 'done' | 'missing' | 'different' | 'optional';
  range: Range;
  note?: string;
  rules?: string[];
  fix?: { title: string; safe: boolean; edit: WorkspaceEdit };
  children?: ReportItem[];
}

/** A file or folder of the site, or nothing: the first folder that is open. */
export interface SiteParams {
  uri?: string;
}

export interface TemplateChoice {
  id: string;
  title: string;
  /** Where it comes from, for people. */
  source: string;
  /** What is worth asking before a page is made. */
  asks: TemplateQuestion[];
}

export interface TemplateQuestion {
  key: string;
  required: boolean;
  description?: string;
  values?: { value: string; description?: string }[];
}

export interface NewPageParams {
  template: string;
  /** The folder that the page is to lie in, or below. */
  folder?: string;
  values: Record<string, string>;
}

export interface NewPage {
  /** Where the page might lie; nothing is there yet. */
  uri: string | null;
  text: string;
  snippet: string;
}

export interface SiteFindings {
  root: string | null;
  /** How many pages were looked at. */
  checked: number;
  /** The same in words. */
  summary: string;
  pages: { uri: string; diagnostics: Diagnostic[] }[];
}
