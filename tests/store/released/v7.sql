CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	changes VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE building (
	id INTEGER NOT NULL, 
	estate VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	households INTEGER NOT NULL, 
	shops INTEGER NOT NULL, 
	search_key VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (estate, name)
);
CREATE TABLE category (
	code VARCHAR NOT NULL, 
	name_zh VARCHAR NOT NULL, 
	name_en VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	active BOOLEAN NOT NULL, 
	PRIMARY KEY (code)
);
CREATE TABLE counter (
	series VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	PRIMARY KEY (series)
);
CREATE TABLE draft (
	id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE grid (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	level INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	parent_id INTEGER, 
	households INTEGER NOT NULL, 
	shops INTEGER NOT NULL, 
	lead_id INTEGER, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(lead_id) REFERENCES staff (id), 
	FOREIGN KEY(parent_id) REFERENCES grid (id)
);
CREATE TABLE import_batch (
	id INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	file VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	new INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	same INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE import_layout (
	id INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	header VARCHAR NOT NULL, 
	mapping VARCHAR NOT NULL, 
	used_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (purpose, header)
);
CREATE TABLE search_text (
	id INTEGER NOT NULL, 
	kind INTEGER NOT NULL, 
	ref INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (kind, ref)
);
CREATE TABLE setting (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE staff (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	initials VARCHAR NOT NULL, 
	roles VARCHAR NOT NULL, 
	grid_id INTEGER, 
	phone VARCHAR NOT NULL, 
	hired DATE NOT NULL, 
	"left" DATE, 
	deputy_id INTEGER, 
	away BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(deputy_id) REFERENCES staff (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	UNIQUE (number)
);
CREATE TABLE building_grid (
	id INTEGER NOT NULL, 
	building_id INTEGER NOT NULL, 
	grid_id INTEGER NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(building_id) REFERENCES building (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	UNIQUE (building_id, grid_id, valid_from)
);
CREATE TABLE credential (
	staff_id INTEGER NOT NULL, 
	pin_hash VARCHAR NOT NULL, 
	PRIMARY KEY (staff_id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE duty_day (
	day DATE NOT NULL, 
	officer_id INTEGER NOT NULL, 
	deputy_id INTEGER, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (day), 
	FOREIGN KEY(deputy_id) REFERENCES staff (id), 
	FOREIGN KEY(officer_id) REFERENCES staff (id)
);
CREATE TABLE grid_manager (
	id INTEGER NOT NULL, 
	grid_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	UNIQUE (grid_id, staff_id, valid_from)
);
CREATE TABLE ticket (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	registered_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	channel VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	category VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	caller VARCHAR NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	phone VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	building_id INTEGER, 
	grid_id INTEGER, 
	place VARCHAR NOT NULL, 
	confidential BOOLEAN NOT NULL, 
	publishable BOOLEAN NOT NULL, 
	proactive BOOLEAN NOT NULL, 
	first_responder_id INTEGER, 
	state VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	answered_at DATETIME, 
	closed_at DATETIME, 
	last_event_at DATETIME NOT NULL, 
	history BOOLEAN NOT NULL, 
	external_id VARCHAR NOT NULL, 
	import_key VARCHAR, tier VARCHAR DEFAULT '' NOT NULL, mechanism VARCHAR DEFAULT '' NOT NULL, due_clock VARCHAR DEFAULT '' NOT NULL, told_at DATETIME, due_at DATETIME, near_at DATETIME, handler_id INTEGER REFERENCES staff (id), first_acceptor_id INTEGER REFERENCES staff (id), accused_id INTEGER REFERENCES staff (id), master_id INTEGER REFERENCES ticket (id), 
	PRIMARY KEY (id), 
	FOREIGN KEY(building_id) REFERENCES building (id), 
	FOREIGN KEY(first_responder_id) REFERENCES staff (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	UNIQUE (import_key), 
	UNIQUE (number), 
	UNIQUE (year, seq)
);
CREATE TABLE ticket_event (
	id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (ticket_id, seq)
);
CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='ascii');
CREATE TABLE calendar_day (
	day DATE NOT NULL, 
	working BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (day)
);
CREATE TABLE calendar_year (
	year INTEGER NOT NULL, 
	published BOOLEAN NOT NULL, 
	PRIMARY KEY (year)
);
CREATE TABLE clock_policy (
	since DATE NOT NULL, 
	allowances VARCHAR NOT NULL, 
	PRIMARY KEY (since)
);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	matter VARCHAR NOT NULL, 
	handling VARCHAR NOT NULL, 
	result VARCHAR NOT NULL, 
	expected_on DATE, 
	grid_id INTEGER, 
	office_phone VARCHAR NOT NULL, 
	up_on DATE NOT NULL, 
	down_on DATE NOT NULL, 
	state VARCHAR NOT NULL, 
	drafted_at DATETIME NOT NULL, 
	drafter_id INTEGER, 
	drafter VARCHAR NOT NULL, 
	approved_at DATETIME, 
	approver_id INTEGER, 
	approver VARCHAR NOT NULL, 
	ended_at DATETIME, 
	reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	FOREIGN KEY(drafter_id) REFERENCES staff (id), 
	FOREIGN KEY(approver_id) REFERENCES staff (id), 
	UNIQUE (number), 
	UNIQUE (year, seq)
);
CREATE TABLE notice_source (
	notice_id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	PRIMARY KEY (notice_id, ticket_id), 
	FOREIGN KEY(notice_id) REFERENCES notice (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE notice_event (
	id INTEGER NOT NULL, 
	notice_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(notice_id) REFERENCES notice (id), 
	UNIQUE (notice_id, seq)
);
CREATE TABLE attendance_policy (
	since DATE NOT NULL, 
	terms VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	PRIMARY KEY (since)
);
CREATE TABLE attendance_code (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	staff_id INTEGER NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	UNIQUE (kind, code, valid_from)
);
CREATE TABLE joining_hour (
	staff_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (staff_id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE punch (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER, 
	pin VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	raw VARCHAR NOT NULL, 
	clock_back BOOLEAN NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	batch_id INTEGER, 
	line INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(batch_id) REFERENCES import_batch (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE leave (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	staff_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	start DATETIME NOT NULL, 
	"end" DATETIME NOT NULL, 
	reason VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	entered_by VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	decided_at DATETIME, 
	approver VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	late VARCHAR NOT NULL, 
	late_at DATETIME, 
	late_by VARCHAR NOT NULL, 
	late_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	UNIQUE (number)
);
CREATE TABLE outing (
	id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	start DATETIME NOT NULL, 
	"end" DATETIME NOT NULL, 
	reason VARCHAR NOT NULL, 
	approver VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR NOT NULL, 
	undone_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE attendance_correction (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	staff_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	slot VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	approver VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	minutes INTEGER NOT NULL, 
	leave_kind VARCHAR NOT NULL, 
	computed VARCHAR NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR NOT NULL, 
	undone_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE attendance_lock (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	month INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	reopened_at DATETIME, 
	reopened_by VARCHAR NOT NULL, 
	reopened_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE attendance_locked (
	id INTEGER NOT NULL, 
	lock_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	days VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(lock_id) REFERENCES attendance_lock (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	UNIQUE (lock_id, staff_id)
);
CREATE TABLE meeting (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	series_on DATE, 
	starts_at DATETIME NOT NULL, 
	place VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	parties VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	chair_id INTEGER, 
	recorder_id INTEGER, 
	opened_at DATETIME, 
	ended_at DATETIME, 
	drawn_at DATETIME, 
	minutes_state VARCHAR NOT NULL, 
	submitted_at DATETIME, 
	correcting VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(chair_id) REFERENCES staff (id), 
	FOREIGN KEY(recorder_id) REFERENCES staff (id)
);
CREATE TABLE agenda_item (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	section VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	drawn VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	speaker_id INTEGER, 
	minutes INTEGER NOT NULL, 
	confidential BOOLEAN NOT NULL, 
	removed BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(speaker_id) REFERENCES staff (id)
);
CREATE TABLE agenda_version (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	issued_at DATETIME NOT NULL, 
	issuer_id INTEGER, 
	issuer VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(issuer_id) REFERENCES staff (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	UNIQUE (meeting_id, version)
);
CREATE TABLE attendee (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	staff_id INTEGER, 
	name VARCHAR NOT NULL, 
	party VARCHAR NOT NULL, 
	expected BOOLEAN NOT NULL, 
	signed_at DATETIME, 
	left_at DATETIME, 
	left_reason VARCHAR NOT NULL, 
	leave_state VARCHAR NOT NULL, 
	leave_asked_at DATETIME, 
	leave_reason VARCHAR NOT NULL, 
	leave_decided_at DATETIME, 
	leave_decider_id INTEGER, 
	leave_decider VARCHAR NOT NULL, 
	leave_note VARCHAR NOT NULL, 
	substitute_id INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(leave_decider_id) REFERENCES staff (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	FOREIGN KEY(substitute_id) REFERENCES staff (id)
);
CREATE TABLE minute_entry (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item_id INTEGER, 
	item VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	speaker_id INTEGER, 
	speaker VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	confidential BOOLEAN NOT NULL, 
	votes_for INTEGER, 
	votes_against INTEGER, 
	abstained INTEGER, 
	ticket_id INTEGER, 
	written_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES agenda_item (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(speaker_id) REFERENCES staff (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE minutes_version (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	approved_at DATETIME NOT NULL, 
	approver_id INTEGER, 
	approver VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(approver_id) REFERENCES staff (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	UNIQUE (meeting_id, version)
);
CREATE TABLE action_item (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	matter VARCHAR NOT NULL, 
	meeting_id INTEGER, 
	entry_id INTEGER, 
	ticket_id INTEGER, 
	superior_unit VARCHAR NOT NULL, 
	document_number VARCHAR NOT NULL, 
	lead_id INTEGER, 
	owner_id INTEGER NOT NULL, 
	helpers VARCHAR NOT NULL, 
	given_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	confidential BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	progress VARCHAR NOT NULL, 
	reported_at DATETIME, 
	closed_at DATETIME, 
	checker_id INTEGER, 
	checker VARCHAR NOT NULL, 
	last_event_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(checker_id) REFERENCES staff (id), 
	FOREIGN KEY(entry_id) REFERENCES minute_entry (id), 
	FOREIGN KEY(lead_id) REFERENCES staff (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(owner_id) REFERENCES staff (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (number), 
	UNIQUE (kind, year, seq)
);
CREATE TABLE action_event (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(action_id) REFERENCES action_item (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	UNIQUE (action_id, seq)
);
CREATE TABLE former_employment (
	id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	hired DATE NOT NULL, 
	"left" DATE NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id)
);
CREATE TABLE household (
	id INTEGER NOT NULL, 
	building_id INTEGER NOT NULL, 
	room VARCHAR NOT NULL, 
	room_key VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(building_id) REFERENCES building (id)
);
CREATE TABLE household_member (
	id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	initials VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	lives_here BOOLEAN NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE TABLE service_need (
	id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	member_id INTEGER, 
	kind VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(member_id) REFERENCES household_member (id)
);
CREATE TABLE visit (
	id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	at DATETIME NOT NULL, 
	staff_id INTEGER NOT NULL, 
	grid_id INTEGER, 
	household_id INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	matter VARCHAR NOT NULL, 
	feedback VARCHAR NOT NULL, 
	result VARCHAR NOT NULL, 
	ticket_id INTEGER, 
	source VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorder_id INTEGER, 
	recorder VARCHAR NOT NULL, 
	corrects_id INTEGER, 
	import_key VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(corrects_id) REFERENCES visit (id), 
	FOREIGN KEY(grid_id) REFERENCES grid (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(recorder_id) REFERENCES staff (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE visit_end (
	id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(by_id) REFERENCES visit (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	UNIQUE (visit_id)
);
CREATE TABLE last_visit (
	household_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	visit_id INTEGER NOT NULL, 
	met_on DATE, 
	visits INTEGER NOT NULL, 
	PRIMARY KEY (household_id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id)
);
CREATE TABLE spot_draw (
	id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	turn INTEGER NOT NULL, 
	seed VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	among VARCHAR NOT NULL, 
	drawn VARCHAR NOT NULL, 
	drawn_at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(staff_id) REFERENCES staff (id), 
	UNIQUE (staff_id, day, turn)
);
CREATE TABLE spot_check (
	id INTEGER NOT NULL, 
	draw_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	result VARCHAR NOT NULL, 
	way VARCHAR NOT NULL, 
	said VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	checked_on DATE NOT NULL, 
	checked_at DATETIME NOT NULL, 
	checker_id INTEGER, 
	checker VARCHAR NOT NULL, 
	evidence VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(checker_id) REFERENCES staff (id), 
	FOREIGN KEY(draw_id) REFERENCES spot_draw (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	UNIQUE (draw_id, visit_id, seq)
);
CREATE TABLE discipline_case (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	track VARCHAR NOT NULL, 
	clause VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	check_ref VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	reporter_id INTEGER, 
	investigator_id INTEGER, 
	decider_id INTEGER, 
	incident_on DATE NOT NULL, 
	discovered_on DATE NOT NULL, 
	matter VARCHAR NOT NULL, 
	statement VARCHAR NOT NULL, 
	findings INTEGER NOT NULL, 
	evidence INTEGER NOT NULL, 
	asked_at DATETIME, 
	stated BOOLEAN NOT NULL, 
	confirmed_on DATE, 
	decided_on DATE, 
	level INTEGER NOT NULL, 
	lowest INTEGER NOT NULL, 
	letter VARCHAR NOT NULL, 
	letters VARCHAR NOT NULL, 
	served_on DATE, 
	appealed_on DATE, 
	suspended BOOLEAN NOT NULL, 
	before_revocation VARCHAR NOT NULL, 
	registered_at DATETIME NOT NULL, 
	last_event_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(decider_id) REFERENCES staff (id), 
	FOREIGN KEY(investigator_id) REFERENCES staff (id), 
	FOREIGN KEY(person_id) REFERENCES staff (id), 
	FOREIGN KEY(reporter_id) REFERENCES staff (id), 
	UNIQUE (number), 
	UNIQUE (year, seq)
);
CREATE TABLE case_event (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(case_id) REFERENCES discipline_case (id), 
	UNIQUE (case_id, seq)
);
CREATE TABLE case_evidence (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	taken_at DATETIME NOT NULL, 
	content VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES discipline_case (id)
);
CREATE TABLE letter (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	track VARCHAR NOT NULL, 
	level INTEGER NOT NULL, 
	refers_to VARCHAR NOT NULL, 
	issued_at DATETIME NOT NULL, 
	issuer_id INTEGER, 
	issuer VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES discipline_case (id), 
	FOREIGN KEY(issuer_id) REFERENCES staff (id), 
	UNIQUE (number), 
	UNIQUE (year, seq)
);
CREATE TABLE declined_proposal (
	id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES staff (id), 
	FOREIGN KEY(person_id) REFERENCES staff (id), 
	UNIQUE (subject)
);
BEGIN;
INSERT INTO alembic_version VALUES('7');
INSERT INTO audit VALUES(1,'2026-11-21 09:14:00.000000',NULL,'李晓明','staff.save','','[{"after":{"away":false,"deputy_id":null,"grid_id":null,"hired":"2020-03-01","id":1,"initials":"","left":null,"name":"李晓明","number":"1001","phone":"","roles":""},"before":null,"key":[1],"table":"staff"},{"after":{"away":false,"deputy_id":null,"grid_id":null,"hired":"2021-05-06","id":2,"initials":"","left":null,"name":"王芳","number":"1002","phone":"","roles":""},"before":null,"key":[2],"table":"staff"}]','0000000000000000000000000000000000000000000000000000000000000000','409ad27e72fd771d45bd3e3792f4e8256fb58c0538871e13a8e95b2c26fdba7d');
INSERT INTO audit VALUES(2,'2026-11-21 09:14:00.000000',NULL,'李晓明','roster.put','','[{"after":{"day":"2026-11-21","deputy_id":2,"note":"","officer_id":1},"before":null,"key":["2026-11-21"],"table":"duty_day"},{"after":{"away":true,"deputy_id":null,"grid_id":null,"hired":"2021-05-06","id":2,"initials":"","left":null,"name":"王芳","number":"1002","phone":"","roles":""},"before":{"away":false,"deputy_id":null,"grid_id":null,"hired":"2021-05-06","id":2,"initials":"","left":null,"name":"王芳","number":"1002","phone":"","roles":""},"key":[2],"table":"staff"}]','409ad27e72fd771d45bd3e3792f4e8256fb58c0538871e13a8e95b2c26fdba7d','cc9d5bdb6de171ae0adb0b479a6633a2570cfc2e4b9f495323408a9c6ba16290');
INSERT INTO audit VALUES(3,'2026-11-21 09:14:00.000000',NULL,'李晓明','ticket.register','ticket:1','[{"count":1,"digest":"df93afe5d620c246dc84f67ed2e56d030d2402b7373af702f3ebf7b633cd4bd1","first":1,"last":1,"table":"ticket_event"}]','cc9d5bdb6de171ae0adb0b479a6633a2570cfc2e4b9f495323408a9c6ba16290','90c234fed6280ef501324d2dd281c7a6964a365de129369705e3cb3c634840d7');
INSERT INTO audit VALUES(4,'2026-11-21 09:14:00.000000',NULL,'李晓明','ticket.register','ticket:2','[{"count":1,"digest":"1b46d0592feaa7d754481f0f261bf9a116e9aab0faa30913509ced845b910c08","first":2,"last":2,"table":"ticket_event"}]','90c234fed6280ef501324d2dd281c7a6964a365de129369705e3cb3c634840d7','f6d21425c00aed3abaa66c4e2285bc3d0c5f0d5930082137caf9d731d84c6a76');
INSERT INTO audit VALUES(5,'2026-11-21 09:14:00.000000',NULL,'李晓明','ticket.register','ticket:3','[{"count":1,"digest":"b95c09150b598fae0a80457ee2951d3ef73e019f3bff982e3327b51e14c6c67a","first":3,"last":3,"table":"ticket_event"}]','f6d21425c00aed3abaa66c4e2285bc3d0c5f0d5930082137caf9d731d84c6a76','73e5c60d47c3de02330437049d48f474303aa40dceebeab31281e8d4392bbbe8');
INSERT INTO audit VALUES(6,'2026-11-21 09:14:00.000000',NULL,'李晓明','hotline.import','','[{"count":4,"digest":"05b1bfe4609da4a849da07a9799a58ffd64dcf7f2b123e4bf5afd254b1fb4cb7","first":4,"last":7,"table":"ticket_event"}]','73e5c60d47c3de02330437049d48f474303aa40dceebeab31281e8d4392bbbe8','88768c1639fb5f25ffe0c7fd7da3c7aec461931a550cb6dce056051756db884e');
INSERT INTO counter VALUES('audit',6);
INSERT INTO counter VALUES('RX-2026',7);
INSERT INTO search_text VALUES(529185079834968065,1,1,'1栋楼顶漏水');
INSERT INTO search_text VALUES(529185079834968066,1,2,'2栋楼顶漏水');
INSERT INTO search_text VALUES(529185079834968067,1,3,'3栋楼顶漏水');
INSERT INTO search_text VALUES(529185079834968068,1,4,'路灯不亮4');
INSERT INTO search_text VALUES(529185079834968069,1,5,'路灯不亮5');
INSERT INTO search_text VALUES(529185079834968070,1,6,'路灯不亮6');
INSERT INTO search_text VALUES(529185079834968071,1,7,'路灯不亮7');
INSERT INTO staff VALUES(1,'1001','李晓明','','',NULL,'','2020-03-01',NULL,NULL,0);
INSERT INTO staff VALUES(2,'1002','王芳','','',NULL,'','2021-05-06',NULL,NULL,1);
INSERT INTO duty_day VALUES('2026-11-21',1,2,'');
INSERT INTO ticket VALUES(1,'RX-2026-0001',2026,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','1栋楼顶漏水','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(2,'RX-2026-0002',2026,2,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','2栋楼顶漏水','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(3,'RX-2026-0003',2026,3,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','3栋楼顶漏水','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(4,'RX-2026-0004',2026,4,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','路灯不亮4','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(5,'RX-2026-0005',2026,5,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','路灯不亮5','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(6,'RX-2026-0006',2026,6,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','路灯不亮6','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(7,'RX-2026-0007',2026,7,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000','call','help','','','路灯不亮7','',0,'','',NULL,NULL,'',0,0,0,NULL,'received',1,NULL,NULL,'2026-11-21 09:14:00.000000',0,'',NULL,'','','',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket_event VALUES(1,1,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(2,2,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(3,3,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(4,4,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(5,5,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(6,6,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
INSERT INTO ticket_event VALUES(7,7,1,'2026-11-21 09:14:00.000000','2026-11-21 09:14:00.000000',NULL,'李晓明','register','received','','{}');
DELETE FROM search_data;
INSERT INTO search_data VALUES(1,X'0726');
INSERT INTO search_data VALUES(10,X'000000000104040004010101020101030101040101');
INSERT INTO search_data VALUES(137438953473,X'0000006E053031E6A08B83D681B0B68080800102020106E6A08BE6A5BC83D681B0B68080800102030205A5BCE9A1B683D681B0B68080800102040202B0B483D681B0B68080800102070205BC8FE6B0B483D681B0B68080800102060106E9A1B6E6BC8F83D681B0B6808080010205041113120F12');
INSERT INTO search_data VALUES(274877906945,X'0000006E053032E6A08B83D681B0B68080800202020106E6A08BE6A5BC83D681B0B68080800202030205A5BCE9A1B683D681B0B68080800202040202B0B483D681B0B68080800202070205BC8FE6B0B483D681B0B68080800202060106E9A1B6E6BC8F83D681B0B6808080020205041113120F12');
INSERT INTO search_data VALUES(412316860417,X'0000006E053033E6A08B83D681B0B68080800302020106E6A08BE6A5BC83D681B0B68080800302030205A5BCE9A1B683D681B0B68080800302040202B0B483D681B0B68080800302070205BC8FE6B0B483D681B0B68080800302060106E9A1B6E6BC8F83D681B0B6808080030205041113120F12');
INSERT INTO search_data VALUES(549755813889,X'000000CA02303483D681B0B680808004020601013583D681B0B680808005020601013683D681B0B680808006020601013783D681B0B68080800702060106E4B88DE4BAAE83D681B0B68080800402040102040102040102040203BAAE3483D681B0B680808004020504013583D681B0B680808005020504013683D681B0B680808006020504013783D681B0B68080800702050106E781AFE4B88D83D681B0B68080800402030102030102030102030106E8B7AFE781AF83D681B0B6808080040202010202010202010202040E0E0E0E1C100E0E0E1C');
DELETE FROM search_idx;
INSERT INTO search_idx VALUES(1,X'',2);
INSERT INTO search_idx VALUES(2,X'',2);
INSERT INTO search_idx VALUES(3,X'',2);
INSERT INTO search_idx VALUES(4,X'',2);
DELETE FROM search_docsize;
INSERT INTO search_docsize VALUES(529185079834968065,X'06');
INSERT INTO search_docsize VALUES(529185079834968066,X'06');
INSERT INTO search_docsize VALUES(529185079834968067,X'06');
INSERT INTO search_docsize VALUES(529185079834968068,X'05');
INSERT INTO search_docsize VALUES(529185079834968069,X'05');
INSERT INTO search_docsize VALUES(529185079834968070,X'05');
INSERT INTO search_docsize VALUES(529185079834968071,X'05');
DELETE FROM search_config;
INSERT INTO search_config VALUES('version',4);
COMMIT;
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_building_search_key ON building (search_key);
CREATE INDEX ix_draft_form ON draft (form);
CREATE UNIQUE INDEX ix_grid_code_from ON grid (code, valid_from);
CREATE INDEX ix_grid_parent_id ON grid (parent_id);
CREATE INDEX ix_import_batch_purpose_at ON import_batch (purpose, at);
CREATE INDEX ix_staff_grid_id ON staff (grid_id);
CREATE INDEX ix_building_grid_grid_id ON building_grid (grid_id);
CREATE INDEX ix_duty_day_officer_id ON duty_day (officer_id);
CREATE INDEX ix_grid_manager_staff_id ON grid_manager (staff_id);
CREATE INDEX ix_ticket_building ON ticket (building_id, received_at, id);
CREATE INDEX ix_ticket_category ON ticket (category, received_at, id);
CREATE INDEX ix_ticket_channel ON ticket (channel, received_at, id);
CREATE INDEX ix_ticket_external ON ticket (external_id);
CREATE INDEX ix_ticket_grid ON ticket (grid_id, received_at, id);
CREATE INDEX ix_ticket_kind ON ticket (kind, received_at, id);
CREATE INDEX ix_ticket_phone ON ticket (phone, received_at, id);
CREATE INDEX ix_ticket_received ON ticket (received_at, id);
CREATE INDEX ix_ticket_responder ON ticket (first_responder_id, received_at, id);
CREATE INDEX ix_ticket_state ON ticket (state, received_at, id);
CREATE INDEX ix_ticket_due ON ticket (state, due_at);
CREATE INDEX ix_ticket_master ON ticket (master_id) WHERE master_id IS NOT NULL;
CREATE INDEX ix_ticket_handler ON ticket (handler_id, state, due_at);
CREATE INDEX ix_notice_state ON notice (state, down_on);
CREATE INDEX ix_notice_source_ticket ON notice_source (ticket_id);
CREATE INDEX ix_attendance_code_staff ON attendance_code (staff_id);
CREATE INDEX ix_punch_at ON punch (at);
CREATE INDEX ix_punch_staff ON punch (staff_id, at);
CREATE UNIQUE INDEX ux_punch_pin ON punch (pin, at) WHERE pin <> '';
CREATE INDEX ix_leave_end ON leave ("end");
CREATE INDEX ix_leave_staff ON leave (staff_id, "end");
CREATE INDEX ix_leave_state ON leave (state, start);
CREATE INDEX ix_outing_staff ON outing (staff_id, "end");
CREATE INDEX ix_correction_day ON attendance_correction (day);
CREATE UNIQUE INDEX ux_correction_slot ON attendance_correction (staff_id, day, slot, kind) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX ux_attendance_lock_month ON attendance_lock (year, month) WHERE reopened_at IS NULL;
CREATE INDEX ix_ticket_tier ON ticket (tier, received_at, id);
CREATE INDEX ix_meeting_starts ON meeting (starts_at, id);
CREATE UNIQUE INDEX ux_meeting_number ON meeting (kind, year, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX ux_meeting_series ON meeting (series_on) WHERE series_on IS NOT NULL;
CREATE INDEX ix_agenda_item_meeting ON agenda_item (meeting_id, position);
CREATE INDEX ix_attendee_meeting ON attendee (meeting_id, id);
CREATE INDEX ix_attendee_staff ON attendee (staff_id, meeting_id);
CREATE UNIQUE INDEX ux_attendee_staff ON attendee (meeting_id, staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX ix_minute_entry_meeting ON minute_entry (meeting_id, position);
CREATE INDEX ix_action_item_meeting ON action_item (meeting_id);
CREATE INDEX ix_action_item_owner ON action_item (owner_id, state, due_on);
CREATE INDEX ix_action_item_state ON action_item (state, due_on, id);
CREATE INDEX ix_action_item_ticket ON action_item (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX ix_ticket_answered ON ticket (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX ix_former_employment_staff_id ON former_employment (staff_id);
CREATE UNIQUE INDEX ux_household_room ON household (building_id, room_key) WHERE valid_to IS NULL;
CREATE INDEX ix_household_member_household ON household_member (household_id, valid_to);
CREATE INDEX ix_household_member_phone ON household_member (phone);
CREATE INDEX ix_service_need_household_id ON service_need (household_id);
CREATE INDEX ix_visit_day ON visit (day, id);
CREATE INDEX ix_visit_grid ON visit (grid_id, day, id, household_id);
CREATE INDEX ix_visit_household ON visit (household_id, day, id);
CREATE INDEX ix_visit_staff ON visit (staff_id, day, id);
CREATE INDEX ix_visit_ticket ON visit (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE UNIQUE INDEX ux_visit_import ON visit (import_key) WHERE import_key IS NOT NULL;
CREATE INDEX ix_spot_draw_day ON spot_draw (day, id);
CREATE INDEX ix_spot_check_visit ON spot_check (visit_id);
CREATE INDEX ix_discipline_case_person ON discipline_case (person_id, incident_on, id);
CREATE INDEX ix_discipline_case_state ON discipline_case (state, last_event_at, id);
CREATE INDEX ix_discipline_case_subject ON discipline_case (subject);
CREATE INDEX ix_case_evidence_case ON case_evidence (case_id, id);
CREATE INDEX ix_letter_case ON letter (case_id, id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER ticket_event_no_update BEFORE UPDATE ON ticket_event BEGIN SELECT RAISE(ABORT, 'ticket_event is append-only'); END;
CREATE TRIGGER ticket_event_no_delete BEFORE DELETE ON ticket_event BEGIN SELECT RAISE(ABORT, 'ticket_event is append-only'); END;
CREATE TRIGGER notice_event_no_update BEFORE UPDATE ON notice_event BEGIN SELECT RAISE(ABORT, 'notice_event is append-only'); END;
CREATE TRIGGER notice_event_no_delete BEFORE DELETE ON notice_event BEGIN SELECT RAISE(ABORT, 'notice_event is append-only'); END;
CREATE TRIGGER punch_no_update BEFORE UPDATE ON punch BEGIN SELECT RAISE(ABORT, 'punch is append-only'); END;
CREATE TRIGGER punch_no_delete BEFORE DELETE ON punch BEGIN SELECT RAISE(ABORT, 'punch is append-only'); END;
CREATE TRIGGER attendance_locked_no_update BEFORE UPDATE ON attendance_locked BEGIN SELECT RAISE(ABORT, 'attendance_locked is append-only'); END;
CREATE TRIGGER attendance_locked_no_delete BEFORE DELETE ON attendance_locked BEGIN SELECT RAISE(ABORT, 'attendance_locked is append-only'); END;
CREATE TRIGGER agenda_version_no_update BEFORE UPDATE ON agenda_version BEGIN SELECT RAISE(ABORT, 'agenda_version is append-only'); END;
CREATE TRIGGER agenda_version_no_delete BEFORE DELETE ON agenda_version BEGIN SELECT RAISE(ABORT, 'agenda_version is append-only'); END;
CREATE TRIGGER minutes_version_no_update BEFORE UPDATE ON minutes_version BEGIN SELECT RAISE(ABORT, 'minutes_version is append-only'); END;
CREATE TRIGGER minutes_version_no_delete BEFORE DELETE ON minutes_version BEGIN SELECT RAISE(ABORT, 'minutes_version is append-only'); END;
CREATE TRIGGER action_event_no_update BEFORE UPDATE ON action_event BEGIN SELECT RAISE(ABORT, 'action_event is append-only'); END;
CREATE TRIGGER action_event_no_delete BEFORE DELETE ON action_event BEGIN SELECT RAISE(ABORT, 'action_event is append-only'); END;
CREATE TRIGGER visit_no_update BEFORE UPDATE ON visit BEGIN SELECT RAISE(ABORT, 'visit is append-only'); END;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON visit BEGIN SELECT RAISE(ABORT, 'visit is append-only'); END;
CREATE TRIGGER visit_end_no_update BEFORE UPDATE ON visit_end BEGIN SELECT RAISE(ABORT, 'visit_end is append-only'); END;
CREATE TRIGGER visit_end_no_delete BEFORE DELETE ON visit_end BEGIN SELECT RAISE(ABORT, 'visit_end is append-only'); END;
CREATE TRIGGER spot_draw_no_update BEFORE UPDATE ON spot_draw BEGIN SELECT RAISE(ABORT, 'spot_draw is append-only'); END;
CREATE TRIGGER spot_draw_no_delete BEFORE DELETE ON spot_draw BEGIN SELECT RAISE(ABORT, 'spot_draw is append-only'); END;
CREATE TRIGGER spot_check_no_update BEFORE UPDATE ON spot_check BEGIN SELECT RAISE(ABORT, 'spot_check is append-only'); END;
CREATE TRIGGER spot_check_no_delete BEFORE DELETE ON spot_check BEGIN SELECT RAISE(ABORT, 'spot_check is append-only'); END;
CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER case_evidence_no_update BEFORE UPDATE ON case_evidence BEGIN SELECT RAISE(ABORT, 'case_evidence is append-only'); END;
CREATE TRIGGER case_evidence_no_delete BEFORE DELETE ON case_evidence BEGIN SELECT RAISE(ABORT, 'case_evidence is append-only'); END;
CREATE TRIGGER letter_no_update BEFORE UPDATE ON letter BEGIN SELECT RAISE(ABORT, 'letter is append-only'); END;
CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'letter is append-only'); END;
CREATE TRIGGER declined_proposal_no_update BEFORE UPDATE ON declined_proposal BEGIN SELECT RAISE(ABORT, 'declined_proposal is append-only'); END;
CREATE TRIGGER declined_proposal_no_delete BEFORE DELETE ON declined_proposal BEGIN SELECT RAISE(ABORT, 'declined_proposal is append-only'); END;
PRAGMA application_id=1735550068;
PRAGMA user_version=7;
