BEGIN TRANSACTION;
CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    organization_id TEXT NOT NULL,
    started_at TEXT NOT NULL
);
INSERT INTO "attempts" VALUES('attempt-retried','retried','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-held-payment-required','held-payment-required','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-held-unauthorized','held-unauthorized','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-stopped','stopped','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-uploading','uploading','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-looking-up','looking-up','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-confirming-looking-up','confirming-looking-up','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-confirming-interrupted','confirming-interrupted','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-confirming-look-up-unclear','confirming-look-up-unclear','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-confirming-other-organisation','confirming-other-organisation','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-confirming-called-back','confirming-called-back','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-processing','processing','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-complete','complete','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-arrived-by-word','arrived-by-word','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-workflow-failed','workflow-failed','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-refused','refused','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-sent-again','sent-again','org_brightwater','2026-11-20T09:03:00+00:00');
INSERT INTO "attempts" VALUES('attempt-addressed','addressed','org_brightwater','2026-11-20T09:03:00+00:00');
CREATE TABLE credit_movements (
    organization_id TEXT NOT NULL,
    at TEXT NOT NULL,
    since TEXT NOT NULL,
    balance_before INTEGER NOT NULL,
    balance_after INTEGER NOT NULL,
    added INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    unexplained INTEGER NOT NULL,
    charges TEXT NOT NULL,
    PRIMARY KEY (organization_id, at)
) WITHOUT ROWID;
INSERT INTO "credit_movements" VALUES('org_brightwater','2026-11-20T09:10:00.000000+00:00','2026-11-20T08:51:00.000000+00:00',100,97,0,0,3,0,'[["attempt-complete","complete","team@brightwater"]]');
CREATE TABLE credit_readings (
    organization_id TEXT NOT NULL,
    at TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    total INTEGER NOT NULL,
    buckets TEXT NOT NULL,
    is_clear INTEGER NOT NULL,
    PRIMARY KEY (organization_id, at)
) WITHOUT ROWID;
INSERT INTO "credit_readings" VALUES('org_brightwater','2026-11-20T08:51:00.000000+00:00','2026-11-20T08:50:00.000000+00:00',100,'[["bucket-1",100,"2026-12-20T09:00:00Z","2026-11-19T16:20:00Z"]]',1);
INSERT INTO "credit_readings" VALUES('org_brightwater','2026-11-20T09:10:00.000000+00:00','2026-11-20T09:09:00.000000+00:00',97,'[["bucket-1",97,"2026-12-20T09:00:00Z","2026-11-19T16:20:00Z"]]',1);
CREATE TABLE "documents" (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    -- Its path as bytes, where that is no text.
    raw_source BLOB
);
INSERT INTO "documents" VALUES('checking','{"id":"checking","file_name":"checking.pdf","source":"/estimates/checking.pdf","source_kind":"file","xn_address":"team@brightwater","state":"checking","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:00:00Z"}',NULL);
INSERT INTO "documents" VALUES('queued','{"id":"queued","file_name":"queued.pdf","source":"/estimates/queued.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:01:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
INSERT INTO "documents" VALUES('retried','{"id":"retried","file_name":"retried.pdf","source":"/estimates/retried.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-retried","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","not_before":"2026-11-20T09:09:00Z","problem":{"code":"server-failed","title":"CapOut has a problem of its own","next_step":"Nothing is wrong on your side. What waits goes by itself later.","detail":"502 bad gateway","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-no-key','{"id":"held-no-key","file_name":"held-no-key.pdf","source":"/estimates/held-no-key.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"problem":{"code":"no-key","title":"Waiting for your API key","next_step":"Enter the key, and it goes by itself.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-no-profile','{"id":"held-no-profile","file_name":"held-no-profile.pdf","source":"/estimates/held-no-profile.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"problem":{"code":"no-profile","title":"Its organisation is not set up on this computer","next_step":"Add that organisation''s key again under Account → Manage organisations, and it goes by itself. No other organisation''s credits are spent on it.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-same-in-flight','{"id":"held-same-in-flight","file_name":"held-same-in-flight.pdf","source":"/estimates/held-same-in-flight.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"problem":{"code":"same-in-flight","title":"Waiting for its namesake","next_step":"A file of this name is on its way to the same address. This one goes right after it.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-already-sent','{"id":"held-already-sent","file_name":"held-already-sent.pdf","source":"/estimates/held-already-sent.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"problem":{"code":"already-sent","title":"The same file was already sent to this address on {day}","next_step":"Remove this one, or choose Send again: that costs credits a second time.","detail":"","values":[["day","2026-11-12"]]}}',NULL);
INSERT INTO "documents" VALUES('held-no-address','{"id":"held-no-address","file_name":"held-no-address.pdf","source":"/estimates/held-no-address.pdf","source_kind":"file","xn_address":"","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"problem":{"code":"no-address","title":"Waiting for an XactNet address","next_step":"Choose at the top of the window who shall receive it, and it goes by itself.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-waits-for-start','{"id":"held-waits-for-start","file_name":"held-waits-for-start.pdf","source":"/estimates/held-waits-for-start.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"waits_for_start":true,"problem":{"code":"waits-for-start","title":"Waiting for your OK","next_step":"Choose Start, and it goes. Nothing is sent before that.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-payment-required','{"id":"held-payment-required","file_name":"held-payment-required.pdf","source":"/estimates/held-payment-required.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-held-payment-required","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","problem":{"code":"payment-required","title":"No credits left","next_step":"Buy credits in CapOut''s web app. What waits goes once there are some.","detail":"0 credits","values":[]}}',NULL);
INSERT INTO "documents" VALUES('held-unauthorized','{"id":"held-unauthorized","file_name":"held-unauthorized.pdf","source":"/estimates/held-unauthorized.pdf","source_kind":"file","xn_address":"team@brightwater","state":"held","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-held-unauthorized","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","problem":{"code":"unauthorized","title":"CapOut did not accept this key","next_step":"Check the key under Settings → API keys in CapOut''s web app, then enter it again.","detail":"unknown key","values":[]}}',NULL);
INSERT INTO "documents" VALUES('paused','{"id":"paused","file_name":"paused.pdf","source":"/estimates/paused.pdf","source_kind":"file","xn_address":"team@brightwater","state":"paused","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:02:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
INSERT INTO "documents" VALUES('stopped','{"id":"stopped","file_name":"stopped.pdf","source":"/estimates/stopped.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-stopped","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","not_before":"2026-11-20T09:04:00Z","problem":{"code":"stopped","title":"Stopped before it was sent whole","next_step":"Nothing was charged. It goes by itself when the program runs again.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('uploading','{"id":"uploading","file_name":"uploading.pdf","source":"/estimates/uploading.pdf","source_kind":"file","xn_address":"team@brightwater","state":"uploading","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:03:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-uploading","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater"}',NULL);
INSERT INTO "documents" VALUES('looking-up','{"id":"looking-up","file_name":"looking-up.pdf","source":"/estimates/looking-up.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-looking-up","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","problem":{"code":"looking-up","title":"Asking CapOut whether it arrived","next_step":"{cause}. Nothing to do: it is not sent again before that is certain.","detail":"reset by peer","values":[["cause","CapOut''s answer broke off"]]}}',NULL);
INSERT INTO "documents" VALUES('confirming-looking-up','{"id":"confirming-looking-up","file_name":"confirming-looking-up.pdf","source":"/estimates/confirming-looking-up.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-confirming-looking-up","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","problem":{"code":"looking-up","title":"Asking CapOut whether it arrived","next_step":"Nothing to do: it is not sent again before that is certain.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('confirming-interrupted','{"id":"confirming-interrupted","file_name":"confirming-interrupted.pdf","source":"/estimates/confirming-interrupted.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-confirming-interrupted","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","problem":{"code":"interrupted","title":"The program ended while this was being sent","next_step":"Nothing to do: CapOut is asked whether it arrived before it is sent again.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('confirming-look-up-unclear','{"id":"confirming-look-up-unclear","file_name":"confirming-look-up-unclear.pdf","source":"/estimates/confirming-look-up-unclear.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:05:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-confirming-look-up-unclear","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","problem":{"code":"look-up-unclear","title":"It may have arrived, and CapOut''s list cannot tell","next_step":"Look for it in CapOut''s web app. If it is not there, choose Send again: if it is, that costs credits a second time.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('confirming-other-organisation','{"id":"confirming-other-organisation","file_name":"confirming-other-organisation.pdf","source":"/estimates/confirming-other-organisation.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:05:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-confirming-other-organisation","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","problem":{"code":"other-organisation","title":"Only the key that sent it can tell whether it arrived","next_step":"Enter that organisation''s key under Account → Manage organisations. It is not sent again meanwhile.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('confirming-called-back','{"id":"confirming-called-back","file_name":"confirming-called-back.pdf","source":"/estimates/confirming-called-back.pdf","source_kind":"file","xn_address":"team@brightwater","state":"confirming","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:05:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-confirming-called-back","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","called_back":true,"problem":{"code":"called-back","title":"Cancelled: asking CapOut whether it arrived","next_step":"Nothing to do: if it is not there, it is not sent again.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('processing','{"id":"processing","file_name":"processing.pdf","source":"/estimates/processing.pdf","source_kind":"file","xn_address":"team@brightwater","state":"processing","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:07:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-processing","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","document_id":"doc_processing","workflow_id":"wf_processing","server_status":"processing","stages":[{"state":"done"},{"state":"other","text":"running"},{"state":"waiting"},{"state":"waiting"},{"state":"waiting"}],"problem":{"code":"not-found","title":"CapOut does not know this","next_step":"Look for the document in CapOut''s web app; perhaps it belongs to another account.","detail":"no such document","values":[]},"extra":{"queue":3}}',NULL);
INSERT INTO "documents" VALUES('complete','{"id":"complete","file_name":"complete.pdf","source":"https://carrier.example/complete.pdf","source_kind":"link","xn_address":"team@brightwater","state":"complete","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:08:00Z","attempts":1,"attempt_id":"attempt-complete","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","document_id":"doc_complete","workflow_id":"wf_complete","server_status":"complete","server_updated_at":"2026-11-20T09:07:00Z","completed_at":"2026-11-20T09:07:00Z","extra":{"queue":3}}',NULL);
INSERT INTO "documents" VALUES('arrived-by-word','{"id":"arrived-by-word","file_name":"arrived-by-word.pdf","source":"/estimates/arrived-by-word.pdf","source_kind":"file","xn_address":"team@brightwater","state":"complete","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:06:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-arrived-by-word","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z","server_status":"arrived, by your word"}',NULL);
INSERT INTO "documents" VALUES('workflow-failed','{"id":"workflow-failed","file_name":"workflow-failed.pdf","source":"/estimates/workflow-failed.pdf","source_kind":"file","xn_address":"team@brightwater","state":"failed","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:08:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-workflow-failed","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","document_id":"doc_workflow-failed","workflow_id":"wf_workflow-failed","server_status":"failed","problem":{"code":"workflow-failed","title":"CapOut could not finish it","next_step":"Look at it in CapOut''s web app. If the PDF is a scan, ask the carrier for the original.","detail":"blank pages","values":[]},"extra":{"queue":3,"error":"blank pages"}}',NULL);
INSERT INTO "documents" VALUES('refused','{"id":"refused","file_name":"refused.pdf","source":"/estimates/refused.pdf","source_kind":"file","xn_address":"team@brightwater","state":"failed","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-refused","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","problem":{"code":"unprocessable","title":"CapOut cannot work with this","next_step":"Check the XactNet address and the file, then try again.","detail":"422: xn_address","values":[]}}',NULL);
INSERT INTO "documents" VALUES('cancelled','{"id":"cancelled","file_name":"cancelled.pdf","source":"/estimates/cancelled.pdf","source_kind":"file","xn_address":"team@brightwater","state":"cancelled","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:03:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
INSERT INTO "documents" VALUES('too-large','{"id":"too-large","file_name":"too-large.pdf","source":"/estimates/too-large.pdf","source_kind":"file","xn_address":"team@brightwater","state":"rejected","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:01:00Z","problem":{"code":"file-too-large","title":"Too large: {size} MB, and CapOut takes up to {limit} MB","next_step":"Print it to PDF at a lower quality, or split it into parts, and add those.","detail":"","values":[["size",60],["limit",50]]}}',NULL);
INSERT INTO "documents" VALUES('folder','{"id":"folder","file_name":"folder.pdf","source":"/estimates/folder.pdf","source_kind":"file","xn_address":"team@brightwater","state":"rejected","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:00:00Z","problem":{"code":"folder-without-pdfs","title":"No PDFs in this folder","next_step":"Open the folder and look where the estimates are, then add those.","detail":"","values":[]}}',NULL);
INSERT INTO "documents" VALUES('moved','{"id":"moved","file_name":"moved.pdf","source":"/estimates/Sent/sch?den.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:01:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',X'2F657374696D617465732F53656E742F736368E464656E2E706466');
INSERT INTO "documents" VALUES('removed','{"id":"removed","file_name":"removed.pdf","source":"/estimates/removed.pdf","source_kind":"file","xn_address":"team@brightwater","state":"cancelled","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:03:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"removed":true}',NULL);
INSERT INTO "documents" VALUES('restored','{"id":"restored","file_name":"restored.pdf","source":"/estimates/restored.pdf","source_kind":"file","xn_address":"team@brightwater","state":"cancelled","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:04:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
INSERT INTO "documents" VALUES('sent-again','{"id":"sent-again","file_name":"sent-again.pdf","source":"/estimates/sent-again.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:07:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","attempts":1,"attempt_id":"attempt-sent-again","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","send_again":true,"sent_before":[["team@brightwater",""]]}',NULL);
INSERT INTO "documents" VALUES('addressed','{"id":"addressed","file_name":"addressed.pdf","source":"/estimates/addressed.pdf","source_kind":"file","xn_address":"other@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:06:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"],"attempts":1,"attempt_id":"attempt-addressed","attempt_at":"2026-11-20T09:03:00Z","profile_id":"default","organization_id":"org_brightwater","unknown_since":"2026-11-20T09:04:00Z"}',NULL);
INSERT INTO "documents" VALUES('tried-again','{"id":"tried-again","file_name":"tried-again.pdf","source":"/estimates/tried-again.pdf","source_kind":"file","xn_address":"team@brightwater","state":"checking","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:05:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
INSERT INTO "documents" VALUES('started','{"id":"started","file_name":"started.pdf","source":"/estimates/started.pdf","source_kind":"file","xn_address":"team@brightwater","state":"queued","added_at":"2026-11-20T09:00:00Z","changed_at":"2026-11-20T09:03:00Z","size":120000,"sha256":"abababababababababababababababababababababababababababababababab","modified_ns":1700000000000000000,"page_count":12,"notices":["scan","incomplete"]}',NULL);
CREATE TABLE history (
    document TEXT NOT NULL REFERENCES documents (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    said TEXT NOT NULL,
    note_values TEXT NOT NULL
);
INSERT INTO "history" VALUES('queued','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('retried','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('retried','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('retried','2026-11-20T09:04:00+00:00','refused','queued','CapOut has a problem of its own','502 bad gateway','');
INSERT INTO "history" VALUES('held-no-key','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-no-key','2026-11-20T09:02:00+00:00','held','held','Waiting for your API key','','');
INSERT INTO "history" VALUES('held-no-profile','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-no-profile','2026-11-20T09:02:00+00:00','held','held','Its organisation is not set up on this computer','','');
INSERT INTO "history" VALUES('held-same-in-flight','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-same-in-flight','2026-11-20T09:02:00+00:00','held','held','Waiting for its namesake','','');
INSERT INTO "history" VALUES('held-already-sent','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-already-sent','2026-11-20T09:02:00+00:00','held','held','The same file was already sent to this address on {day}','','[["day","2026-11-12"]]');
INSERT INTO "history" VALUES('held-no-address','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-no-address','2026-11-20T09:02:00+00:00','held','held','Waiting for an XactNet address','','');
INSERT INTO "history" VALUES('held-waits-for-start','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-waits-for-start','2026-11-20T09:02:00+00:00','held','held','Waiting for your OK','','');
INSERT INTO "history" VALUES('held-payment-required','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-payment-required','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('held-payment-required','2026-11-20T09:04:00+00:00','held','held','No credits left','0 credits','');
INSERT INTO "history" VALUES('held-unauthorized','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('held-unauthorized','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('held-unauthorized','2026-11-20T09:04:00+00:00','held','held','CapOut did not accept this key','unknown key','');
INSERT INTO "history" VALUES('paused','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('paused','2026-11-20T09:02:00+00:00','paused','paused','','','');
INSERT INTO "history" VALUES('stopped','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('stopped','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('stopped','2026-11-20T09:04:00+00:00','refused','queued','Stopped before it was sent whole','','');
INSERT INTO "history" VALUES('uploading','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('uploading','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('looking-up','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('looking-up','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('looking-up','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','reset by peer','[["cause","CapOut''s answer broke off"]]');
INSERT INTO "history" VALUES('confirming-looking-up','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('confirming-looking-up','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('confirming-looking-up','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('confirming-interrupted','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('confirming-interrupted','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('confirming-interrupted','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','The program ended while this was being sent','','');
INSERT INTO "history" VALUES('confirming-look-up-unclear','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('confirming-look-up-unclear','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('confirming-look-up-unclear','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('confirming-look-up-unclear','2026-11-20T09:05:00+00:00','unclear','confirming','It may have arrived, and CapOut''s list cannot tell','','');
INSERT INTO "history" VALUES('confirming-other-organisation','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('confirming-other-organisation','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('confirming-other-organisation','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('confirming-other-organisation','2026-11-20T09:05:00+00:00','unclear','confirming','Only the key that sent it can tell whether it arrived','','');
INSERT INTO "history" VALUES('confirming-called-back','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('confirming-called-back','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('confirming-called-back','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('confirming-called-back','2026-11-20T09:05:00+00:00','called-back','confirming','','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:05:00+00:00','accepted','processing','doc_processing','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:06:00+00:00','status','processing','waiting for a desk','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:06:00+00:00','stages','processing','ocr done 
structure other running','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:06:00+00:00','status','processing','processing','','');
INSERT INTO "history" VALUES('processing','2026-11-20T09:07:00+00:00','status-missing','processing','CapOut does not know this','no such document','');
INSERT INTO "history" VALUES('complete','2026-11-20T09:01:00+00:00','checked','queued','','','');
INSERT INTO "history" VALUES('complete','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('complete','2026-11-20T09:05:00+00:00','accepted','processing','doc_complete','','');
INSERT INTO "history" VALUES('complete','2026-11-20T09:08:00+00:00','ended','complete','','','');
INSERT INTO "history" VALUES('arrived-by-word','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('arrived-by-word','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('arrived-by-word','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('arrived-by-word','2026-11-20T09:05:00+00:00','unclear','confirming','It may have arrived, and CapOut''s list cannot tell','','');
INSERT INTO "history" VALUES('arrived-by-word','2026-11-20T09:06:00+00:00','vouched','complete','','','');
INSERT INTO "history" VALUES('workflow-failed','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('workflow-failed','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('workflow-failed','2026-11-20T09:05:00+00:00','accepted','processing','doc_workflow-failed','','');
INSERT INTO "history" VALUES('workflow-failed','2026-11-20T09:08:00+00:00','ended','failed','CapOut could not finish it','blank pages','');
INSERT INTO "history" VALUES('refused','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('refused','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('refused','2026-11-20T09:04:00+00:00','refused','failed','CapOut cannot work with this','422: xn_address','');
INSERT INTO "history" VALUES('cancelled','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('cancelled','2026-11-20T09:02:00+00:00','held','held','Waiting for your API key','','');
INSERT INTO "history" VALUES('cancelled','2026-11-20T09:03:00+00:00','cancelled','cancelled','','','');
INSERT INTO "history" VALUES('too-large','2026-11-20T09:01:00+00:00','rejected','rejected','Too large: {size} MB, and CapOut takes up to {limit} MB','','[["size",60],["limit",50]]');
INSERT INTO "history" VALUES('folder','2026-11-20T09:00:00+00:00','rejected','rejected','No PDFs in this folder','','');
INSERT INTO "history" VALUES('moved','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('moved','2026-11-20T09:02:00+00:00','moved','queued','/estimates/Sent/sch?den.pdf','','');
INSERT INTO "history" VALUES('removed','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('removed','2026-11-20T09:02:00+00:00','cancelled','cancelled','','','');
INSERT INTO "history" VALUES('removed','2026-11-20T09:03:00+00:00','removed','cancelled','','','');
INSERT INTO "history" VALUES('restored','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('restored','2026-11-20T09:02:00+00:00','cancelled','cancelled','','','');
INSERT INTO "history" VALUES('restored','2026-11-20T09:03:00+00:00','removed','cancelled','','','');
INSERT INTO "history" VALUES('restored','2026-11-20T09:04:00+00:00','restored','cancelled','','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:05:00+00:00','unclear','confirming','It may have arrived, and CapOut''s list cannot tell','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:06:00+00:00','send-again','checking','','','');
INSERT INTO "history" VALUES('sent-again','2026-11-20T09:07:00+00:00','checked','queued','','','');
INSERT INTO "history" VALUES('addressed','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('addressed','2026-11-20T09:02:00+00:00','addressed','queued','other@brightwater','team@brightwater','');
INSERT INTO "history" VALUES('addressed','2026-11-20T09:03:00+00:00','attempt','uploading','1','','');
INSERT INTO "history" VALUES('addressed','2026-11-20T09:04:00+00:00','outcome-unknown','confirming','Asking CapOut whether it arrived','','');
INSERT INTO "history" VALUES('addressed','2026-11-20T09:06:00+00:00','absent','queued','','','');
INSERT INTO "history" VALUES('tried-again','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('tried-again','2026-11-20T09:02:00+00:00','held','held','Waiting for your API key','','');
INSERT INTO "history" VALUES('tried-again','2026-11-20T09:03:00+00:00','released','queued','','','');
INSERT INTO "history" VALUES('tried-again','2026-11-20T09:04:00+00:00','cancelled','cancelled','','','');
INSERT INTO "history" VALUES('tried-again','2026-11-20T09:05:00+00:00','retry','checking','','','');
INSERT INTO "history" VALUES('started','2026-11-20T09:01:00+00:00','checked','queued','scan,incomplete','','');
INSERT INTO "history" VALUES('started','2026-11-20T09:02:00+00:00','held','held','Waiting for your OK','','');
INSERT INTO "history" VALUES('started','2026-11-20T09:03:00+00:00','started','queued','','','');
CREATE INDEX history_by_document ON history (document);
CREATE TRIGGER history_has_bounds AFTER INSERT ON history BEGIN
    DELETE FROM history WHERE document = new.document AND rowid <= (
        SELECT rowid FROM history WHERE document = new.document
        ORDER BY rowid DESC LIMIT 1 OFFSET 500
    );
END;
COMMIT;
PRAGMA user_version = 2;
