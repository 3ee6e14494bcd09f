;;; Docent with eglot: what an author does, step by step  -*- lexical-binding: t -*-

(require 'eglot)
(require 'markdown-mode)
(require 'flymake)
(require 'cl-lib)

;; The configuration that docs/editors.md shows.
(load (getenv "DOCENT_CONFIGURATION"))

(setq eglot-sync-connect 10
      eglot-confirm-server-initiated-edits nil
      eglot-send-changes-idle-time 0.05
      flymake-no-changes-timeout 0.05
      create-lockfiles nil
      make-backup-files nil)

(defvar docent-page "Documents/TeamTools/ClockInAPI/overview.md")

(defun docent-wait (what why)
  "Wait until WHAT gives something, and give it; else fail with WHY."
  (let ((end (+ (float-time) 20)) value)
    (while (and (not (setq value (funcall what))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (or value (error "%s" why))))

(defun docent-findings ()
  "The texts of all findings of the current buffer."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun docent-finding (words)
  "The finding that has WORDS in its text."
  (cl-find-if (lambda (found) (string-match-p words (flymake-diagnostic-text found))) (flymake-diagnostics)))

(defun docent-text () (buffer-substring-no-properties (point-min) (point-max)))

(defun docent-test-findings ()
  (docent-wait (lambda () (docent-finding "indicator")) "no finding about the indicator")
  (docent-wait (lambda () (docent-finding "Use cases")) "no finding about the missing section"))

(defun docent-test-completion ()
  (goto-char (point-min))
  (re-search-forward "^permalink.*\n")
  (insert "indicator: \n")
  (forward-char -1)
  (let* ((found (docent-wait (lambda () (eglot-completion-at-point)) "no completion"))
         (offered (all-completions "" (nth 2 found))))
    (dolist (value '("messaging" "chat" "both"))
      (unless (member value offered) (error "%s is not among %S" value offered)))
    ;; Accepted as the completion interface does it.
    (delete-region (nth 0 found) (nth 1 found))
    (goto-char (nth 0 found))
    (let ((chosen (cl-find "both" offered :test #'string=)))
      (insert chosen)
      (funcall (plist-get (nthcdr 3 found) :exit-function) chosen 'finished)))
  (unless (string-match-p "^indicator: both$" (docent-text)) (error "Not inserted: %s" (docent-text)))
  (eglot--signal-textDocument/didChange)
  (docent-wait (lambda () (not (docent-finding "indicator"))) "the finding stays"))

(defun docent-test-code-action ()
  (goto-char (flymake-diagnostic-beg (docent-finding "Use cases")))
  (let* ((actions (docent-wait (lambda () (append (eglot-code-actions (point) nil) nil)) "no actions"))
         (insertion (cl-find-if (lambda (action) (string-match-p "Insert missing section" (plist-get action :title))) actions)))
    (unless insertion (error "Only %S" (mapcar (lambda (action) (plist-get action :title)) actions)))
    (eglot--apply-workspace-edit (plist-get insertion :edit)))
  (unless (string-match-p "^### Use cases$" (docent-text)) (error "Not inserted"))
  (save-buffer)
  (unless (with-temp-buffer
            (insert-file-contents (expand-file-name docent-page (getenv "DOCENT_SITE")))
            (string-match-p "^### Use cases$" (docent-text)))
    (error "Not saved"))
  (docent-wait (lambda () (not (docent-finding "section 'Use cases' is missing"))) "the finding stays"))

(defun docent-test-hover ()
  (goto-char (point-min))
  (re-search-forward "^indicator")
  (let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams)))
         (text (format "%S" answer)))
    (unless (string-match-p "messaging" text) (error "Hover says %s" text))))

(defun docent-test-clean-end ()
  (let ((process (jsonrpc--process (eglot--current-server-or-lose))))
    ;; Eglot says shutdown and exit, and does not wait for long before it ends the process itself.
    (eglot-shutdown (eglot--current-server-or-lose) nil 5)
    (docent-wait (lambda () (not (process-live-p process))) "the server does not end")))

(defun docent-run-tests ()
  (find-file (expand-file-name docent-page (getenv "DOCENT_SITE")))
  (unless (eq major-mode 'markdown-mode) (markdown-mode))
  ;; Starts eglot once the command loop is idle, which a batch run never is.
  (run-hooks 'post-command-hook)
  (dolist (test '(docent-test-findings docent-test-completion docent-test-code-action docent-test-hover docent-test-clean-end))
    (condition-case problem
        (progn (funcall test) (princ (format "%s ... ok\n" test)))
      (error
       (princ (format "%s ... FAILED: %s\nfindings: %S\n" test (error-message-string problem) (docent-findings)))
       (kill-emacs 1))))
  (princ "all passed\n")
  (set-buffer-modified-p nil)
  (kill-emacs 0))
