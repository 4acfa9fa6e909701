//! The tables as diesel sees them; a test holds this page against the live catalogue.
//!
//! What each table and column means stands in `migrations/`.
#![allow(missing_docs, reason = "the migrations say what each column means")]

/// PostgreSQL's 64-bit transaction id. Rows carry it as text or `bigint`; the type is here to name the column.
#[derive(diesel::sql_types::SqlType, diesel::query_builder::QueryId, Debug, Clone, Copy)]
#[diesel(postgres_type(oid = 5069, array_oid = 271))]
pub struct Xid8;

diesel::table! {
    account (username) {
        username -> Text,
        person_id -> Uuid,
        password_hash -> Text,
        locked_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        area -> Text,
        must_change -> Bool,
    }
}

diesel::table! {
    adoption (operation_id) {
        operation_id -> Uuid,
        adopted_from -> Uuid,
        reason -> Text,
    }
}

diesel::table! {
    area (code) {
        code -> Text,
        parent -> Nullable<Text>,
        name_th -> Text,
        name_en -> Text,
        region -> Nullable<Text>,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
    }
}

diesel::table! {
    area_chain (area) {
        area -> Text,
        length -> Int4,
        previous -> Bytea,
        head -> Bytea,
    }
}

diesel::table! {
    area_former_name (area, until) {
        area -> Text,
        until -> Date,
        name_th -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    assignment (id) {
        id -> Uuid,
        person_id -> Uuid,
        role -> Text,
        area -> Text,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        order_number -> Text,
        capacity -> Text,
    }
}

diesel::table! {
    attendance (meeting_id, person_id) {
        meeting_id -> Uuid,
        district -> Text,
        month -> Date,
        submission -> Int4,
        person_id -> Uuid,
        choice -> Nullable<Text>,
    }
}

diesel::table! {
    base_month (fiscal_year, revision, district, month) {
        fiscal_year -> Int4,
        revision -> Int4,
        district -> Text,
        month -> Date,
        satang -> Int8,
        producers -> Int4,
        source -> Text,
    }
}

diesel::table! {
    base_revision (fiscal_year, revision) {
        fiscal_year -> Int4,
        revision -> Int4,
        base_policy -> Text,
        cohort_until -> Nullable<Date>,
        reason -> Text,
        digest -> Text,
        frozen_at -> Timestamptz,
        frozen_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    calendar_override (month) {
        month -> Date,
        opens_at -> Nullable<Timestamptz>,
        submit_from -> Nullable<Timestamptz>,
        due_at -> Nullable<Timestamptz>,
        closes_at -> Nullable<Timestamptz>,
        reason -> Text,
        set_by -> Nullable<Uuid>,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    cell (district, month, producer_id, category, channel) {
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        category -> Text,
        channel -> Text,
        amount -> Numeric,
        note -> Nullable<Text>,
        version -> Int4,
        deleted -> Bool,
        changed_at -> Timestamptz,
        changed_by -> Nullable<Uuid>,
        source -> Nullable<Int4>,
    }
}

diesel::table! {
    certificate (district, month, submission) {
        district -> Text,
        month -> Date,
        submission -> Int4,
        digest -> Text,
        certified -> Bool,
        eligible -> Int4,
        for_votes -> Int4,
        against -> Int4,
        closed_by -> Nullable<Uuid>,
        decided_at -> Timestamptz,
    }
}

diesel::table! {
    channel (code) {
        code -> Text,
        name_th -> Text,
        name_en -> Text,
        ordinal -> Int2,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
    }
}

diesel::table! {
    clock (one) {
        one -> Bool,
        movable -> Bool,
        shift -> Interval,
        fixed -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    committee_member (id) {
        id -> Uuid,
        district -> Text,
        person_id -> Uuid,
        appointment_order -> Text,
        is_chair -> Bool,
        is_secretary -> Bool,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
    }
}

diesel::table! {
    committee_rule (fiscal_year) {
        fiscal_year -> Int4,
        quorum_divisor -> Int2,
        recalled_divisor -> Int2,
        recalled_within_days -> Int2,
    }
}

diesel::table! {
    confirmed_version (district, month, number) {
        district -> Text,
        month -> Date,
        number -> Int4,
        submission -> Int4,
        digest -> Text,
        canonical -> Bytea,
        satang -> Int8,
        roster_size -> Int4,
        reported -> Int4,
        not_obtained -> Int4,
        timeliness -> Text,
        due_at -> Nullable<Timestamptz>,
        confirmed_at -> Timestamptz,
        confirmed_by -> Nullable<Uuid>,
        device_id -> Nullable<Uuid>,
        capacity -> Text,
        source -> Nullable<Int4>,
    }
}

diesel::table! {
    conflict (id) {
        id -> Uuid,
        operation_id -> Uuid,
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        category -> Nullable<Text>,
        channel -> Nullable<Text>,
        base_version -> Int4,
        master_amount -> Nullable<Numeric>,
        offered_amount -> Nullable<Numeric>,
        master_state -> Nullable<Text>,
        offered_state -> Nullable<Text>,
        offered_by -> Uuid,
        device_id -> Uuid,
        raised_at -> Timestamptz,
        resolved_at -> Nullable<Timestamptz>,
        resolved_by -> Nullable<Uuid>,
        master_version -> Nullable<Int4>,
    }
}

diesel::table! {
    consolidation (month, number) {
        month -> Date,
        number -> Int4,
        official_satang -> Int8,
        information_satang -> Int8,
        digest -> Text,
        consolidated_at -> Timestamptz,
        consolidated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    consolidation_district (month, number, district) {
        month -> Date,
        number -> Int4,
        district -> Text,
        status -> Text,
        confirmed_version -> Nullable<Int4>,
        confirmed_satang -> Nullable<Int8>,
        unconfirmed_satang -> Nullable<Int8>,
        timeliness -> Text,
        difference_satang -> Nullable<Int8>,
    }
}

diesel::table! {
    deployment (one) {
        one -> Bool,
        epoch -> Uuid,
        generation -> Int4,
        system_identifier -> Nullable<Int8>,
        timeline -> Nullable<Int4>,
        event_table -> Nullable<Int8>,
    }
}

diesel::table! {
    contact_access (id) {
        id -> Int8,
        at -> Timestamptz,
        person_id -> Uuid,
        device_id -> Nullable<Uuid>,
        action -> Text,
        district -> Text,
        producer_id -> Uuid,
    }
}

diesel::table! {
    device (id) {
        id -> Uuid,
        label -> Text,
        registered_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        acked_through -> Int8,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    disclosure (one) {
        one -> Bool,
        fewest_producers -> Int4,
    }
}

diesel::table! {
    elector (district, month, submission, person_id) {
        district -> Text,
        month -> Date,
        submission -> Int4,
        person_id -> Uuid,
        is_chair -> Bool,
        is_secretary -> Bool,
    }
}

diesel::table! {
    estimate (district, fiscal_year) {
        district -> Text,
        fiscal_year -> Int4,
        month -> Date,
        status -> Text,
        version -> Int4,
        submission -> Int4,
        digest -> Nullable<Text>,
        submitted_at -> Nullable<Timestamptz>,
        submitted_by -> Nullable<Uuid>,
        meeting -> Nullable<Text>,
        remark -> Nullable<Text>,
        quorum -> Nullable<Int4>,
        recalled_quorum -> Nullable<Int4>,
        recalled_within_days -> Nullable<Int2>,
        live_satang -> Array<Int8>,
        estimated -> Int4,
        revisions -> Int4,
        accepted -> Int4,
        changed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    estimate_cell (district, fiscal_year, producer_id, period) {
        district -> Text,
        fiscal_year -> Int4,
        producer_id -> Uuid,
        period -> Int2,
        amount -> Numeric,
        note -> Nullable<Text>,
        version -> Int4,
        deleted -> Bool,
        changed_at -> Timestamptz,
        changed_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    estimate_revision (district, fiscal_year, number) {
        district -> Text,
        fiscal_year -> Int4,
        number -> Int4,
        submission -> Int4,
        digest -> Text,
        canonical -> Bytea,
        satang -> Array<Int8>,
        estimated -> Int4,
        timeliness -> Text,
        due_at -> Timestamptz,
        sent_at -> Timestamptz,
        sent_by -> Uuid,
        device_id -> Nullable<Uuid>,
        capacity -> Text,
    }
}

diesel::table! {
    estimate_rule (fiscal_year) {
        fiscal_year -> Int4,
        period -> Text,
        opens_on -> Date,
        due_on -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Xid8;

    event (generation, tx, seq) {
        generation -> Int4,
        tx -> Xid8,
        seq -> Int8,
        area -> Text,
        month -> Nullable<Date>,
        kind -> Text,
        at -> Timestamptz,
        person_id -> Nullable<Uuid>,
        body -> Text,
        chain_index -> Int4,
        previous_hash -> Bytea,
        hash -> Bytea,
    }
}

diesel::table! {
    evidence (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        kind -> Text,
        reference -> Text,
        kept_at -> Text,
        seen_by -> Text,
        seen_on -> Date,
        note -> Nullable<Text>,
        sha256 -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
        capacity -> Text,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    evidence_kind (code) {
        code -> Text,
        name_th -> Text,
        name_en -> Text,
        ordinal -> Int2,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
    }
}

diesel::table! {
    evidence_withdrawal (evidence_id) {
        evidence_id -> Uuid,
        reason -> Text,
        withdrawn_at -> Timestamptz,
        withdrawn_by -> Uuid,
    }
}

diesel::table! {
    exception (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        until -> Timestamptz,
        reopen -> Bool,
        reason -> Text,
        granted_by -> Uuid,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    exception_request (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        until -> Timestamptz,
        reopen -> Bool,
        reason -> Text,
        requested_by -> Uuid,
        requested_at -> Timestamptz,
        endorsement -> Nullable<Text>,
        endorsed_by -> Nullable<Uuid>,
        endorsed_at -> Nullable<Timestamptz>,
        refusal -> Nullable<Text>,
        declined_by -> Nullable<Uuid>,
        declined_at -> Nullable<Timestamptz>,
        exception_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    file (sha256) {
        sha256 -> Text,
        media_type -> Text,
        size -> Int4,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    file_upload (sha256, person_id) {
        sha256 -> Text,
        person_id -> Uuid,
        uploaded_at -> Timestamptz,
    }
}

diesel::table! {
    fiscal_calendar (fiscal_year) {
        fiscal_year -> Int4,
        opens_day -> Int2,
        opens_hour -> Int2,
        submit_days_before_end -> Int2,
        due_day -> Int2,
        closes_day -> Int2,
        closes_hour -> Int2,
    }
}

diesel::table! {
    held_attempt (operation_id) {
        operation_id -> Uuid,
        district -> Text,
        month -> Date,
        code -> Text,
        offered -> Text,
        offered_by -> Uuid,
        device_id -> Uuid,
        held_since -> Timestamptz,
        last_tried_at -> Timestamptz,
        producer_id -> Nullable<Uuid>,
        category -> Nullable<Text>,
        channel -> Nullable<Text>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    holiday (day) {
        day -> Date,
        name_th -> Text,
        name_en -> Text,
        source -> Text,
    }
}

diesel::table! {
    import_source (id) {
        id -> Int4,
        name -> Text,
        sha256 -> Text,
        imported_at -> Timestamptz,
        imported_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    library_document (code) {
        code -> Text,
        fiscal_year -> Int4,
        kind -> Text,
        title_th -> Text,
        title_en -> Text,
        link -> Nullable<Text>,
        body -> Nullable<Text>,
        published_at -> Timestamptz,
        published_by -> Nullable<Uuid>,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    meeting (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        submission -> Int4,
        digest -> Text,
        number -> Text,
        held_on -> Date,
        place -> Text,
        minutes -> Text,
        presided_by -> Uuid,
        outcome -> Text,
        quorum -> Int4,
        called_again -> Bool,
        casting_vote -> Nullable<Text>,
        objections -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    milestone (id) {
        id -> Uuid,
        fiscal_year -> Int4,
        area -> Text,
        level -> Text,
        title_th -> Text,
        title_en -> Text,
        due_on -> Date,
        act -> Text,
        set_at -> Timestamptz,
        set_by -> Nullable<Uuid>,
        removed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    milestone_done (milestone, area) {
        milestone -> Uuid,
        area -> Text,
        done_on -> Date,
        remark -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    operation (id) {
        id -> Uuid,
        district -> Nullable<Text>,
        month -> Nullable<Date>,
        producer_id -> Nullable<Uuid>,
        category -> Nullable<Text>,
        channel -> Nullable<Text>,
        amount -> Nullable<Numeric>,
        state -> Nullable<Text>,
        person_id -> Uuid,
        device_id -> Uuid,
        device_seq -> Int8,
        payload_hash -> Bytea,
        outcome -> Text,
        version -> Nullable<Int4>,
        sheet_version -> Nullable<Int4>,
        made_sheet -> Bool,
        answer -> Nullable<Jsonb>,
        recorded_at -> Nullable<Timestamptz>,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    outside_attempt (state) {
        state -> Bytea,
        browser -> Bytea,
        nonce -> Text,
        verifier -> Text,
        device_id -> Uuid,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    outside_handover (code) {
        code -> Bytea,
        browser -> Bytea,
        username -> Text,
        device_id -> Uuid,
        authenticated_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    outside_identity (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        username -> Text,
        linked_at -> Timestamptz,
    }
}

diesel::table! {
    past_month (district, month) {
        district -> Text,
        month -> Date,
        satang -> Int8,
        producers -> Int4,
        source -> Int4,
    }
}

diesel::table! {
    person (id) {
        id -> Uuid,
        name -> Text,
        position -> Text,
    }
}

diesel::table! {
    producer (id) {
        id -> Uuid,
        district -> Text,
        registration_number -> Nullable<Text>,
        name -> Text,
        active_from -> Date,
        active_until -> Nullable<Date>,
        version -> Int4,
    }
}

diesel::table! {
    producer_attribute (producer_id, from_month) {
        producer_id -> Uuid,
        from_month -> Date,
        kind -> Text,
        subdistrict -> Text,
    }
}

diesel::table! {
    producer_contact (producer_id) {
        producer_id -> Uuid,
        district -> Text,
        contact_person -> Text,
        telephone -> Text,
    }
}

diesel::table! {
    product (id) {
        id -> Uuid,
        producer_id -> Uuid,
        name -> Text,
        category -> Text,
        #[sql_name = "star"]
        star_level -> Nullable<Int2>,
        quadrant -> Nullable<Text>,
    }
}

diesel::table! {
    receipt (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        submission -> Int4,
        digest -> Text,
        registry_number -> Text,
        received_on -> Date,
        agrees -> Bool,
        remark -> Nullable<Text>,
        received_at -> Timestamptz,
        received_by -> Uuid,
        capacity -> Text,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    refresh_token (id) {
        id -> Uuid,
        username -> Text,
        device_id -> Uuid,
        hash -> Bytea,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
        replaced_by -> Nullable<Uuid>,
        revoked_at -> Nullable<Timestamptz>,
        authenticated_at -> Timestamptz,
    }
}

diesel::table! {
    rejection (operation_id) {
        operation_id -> Uuid,
        district -> Text,
        month -> Date,
        refusal -> Jsonb,
        offered -> Text,
        offered_by -> Uuid,
        device_id -> Uuid,
        rejected_at -> Timestamptz,
        acknowledged_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    report (district, month) {
        district -> Text,
        month -> Date,
        status -> Text,
        version -> Int4,
        submission -> Int4,
        digest -> Nullable<Text>,
        submitted_at -> Nullable<Timestamptz>,
        submitted_by -> Nullable<Uuid>,
        meeting -> Nullable<Text>,
        remark -> Nullable<Text>,
        quorum -> Nullable<Int4>,
        roster_size -> Int4,
        reported -> Int4,
        not_obtained -> Int4,
        live_satang -> Int8,
        confirmed_version -> Int4,
        confirmed_satang -> Int8,
        import_source -> Nullable<Int4>,
        chain_length -> Int4,
        chain_head -> Bytea,
        changed_at -> Nullable<Timestamptz>,
        recalled_quorum -> Nullable<Int4>,
        recalled_within_days -> Nullable<Int2>,
        evidenced -> Int4,
        spot_checked -> Int4,
        disagreeing -> Int4,
    }
}

diesel::table! {
    rollup (confirmed, district, month, kind, category, channel) {
        confirmed -> Bool,
        district -> Text,
        month -> Date,
        kind -> Text,
        category -> Text,
        channel -> Text,
        satang -> Int8,
        cells -> Int4,
    }
}

diesel::table! {
    roster (district, month, producer_id) {
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        kind -> Text,
        subdistrict -> Text,
    }
}

diesel::table! {
    rights (one) {
        one -> Bool,
        version -> Int8,
    }
}

diesel::table! {
    rxdb_row (device_id, person_id, document) {
        device_id -> Uuid,
        person_id -> Uuid,
        document -> Bytea,
        row_hash -> Bytea,
        operation_id -> Uuid,
        own_from -> Nullable<Int4>,
    }
}

diesel::table! {
    scoring_policy (fiscal_year) {
        fiscal_year -> Int4,
        base_policy -> Text,
        cohort_until -> Nullable<Date>,
        round_two -> Text,
    }
}

diesel::table! {
    scan (id) {
        id -> Uuid,
        district -> Text,
        meeting_id -> Nullable<Uuid>,
        receipt_id -> Nullable<Uuid>,
        sha256 -> Text,
        added_at -> Timestamptz,
        added_by -> Uuid,
        capacity -> Text,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    sheet (district, month, producer_id) {
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        state -> Text,
        reason -> Nullable<Text>,
        given_by -> Nullable<Text>,
        given_on -> Nullable<Date>,
        note -> Nullable<Text>,
        copied -> Bool,
        version -> Int4,
        changed_at -> Timestamptz,
        changed_by -> Nullable<Uuid>,
        source -> Nullable<Int4>,
    }
}

diesel::table! {
    sign_in_door (key) {
        key -> Text,
        attempts -> Int4,
        last_at -> Timestamptz,
        opens_at -> Timestamptz,
    }
}

diesel::table! {
    signature (district, month, submission) {
        district -> Text,
        month -> Date,
        submission -> Int4,
        digest -> Text,
        person_id -> Uuid,
        name -> Text,
        position -> Text,
        capacity -> Text,
        order_number -> Text,
        mode -> Text,
        signed_on -> Date,
        signed_at -> Timestamptz,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    spot_check (id) {
        id -> Uuid,
        district -> Text,
        month -> Date,
        producer_id -> Uuid,
        agrees -> Bool,
        note -> Nullable<Text>,
        satang -> Int8,
        checked_on -> Date,
        checked_at -> Timestamptz,
        checked_by -> Uuid,
        capacity -> Text,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    subject (district, month) {
        district -> Text,
        month -> Date,
    }
}

diesel::table! {
    target (fiscal_year, round, area, revision) {
        fiscal_year -> Int4,
        round -> Int2,
        area -> Text,
        revision -> Int4,
        percent -> Numeric,
        threshold_1 -> Numeric,
        threshold_2 -> Numeric,
        threshold_3 -> Numeric,
        threshold_4 -> Numeric,
        threshold_5 -> Numeric,
        reason -> Text,
        set_at -> Timestamptz,
        set_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    token_key (kid) {
        kid -> Text,
        private_pem -> Text,
        public_pem -> Text,
        created_at -> Timestamptz,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    transmission (id) {
        id -> Uuid,
        month -> Date,
        number -> Int4,
        recipient -> Text,
        letter_number -> Text,
        letter_date -> Date,
        remark -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
        device_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    vote (district, month, submission, person_id) {
        district -> Text,
        month -> Date,
        submission -> Int4,
        person_id -> Uuid,
        choice -> Text,
        reason -> Nullable<Text>,
        digest -> Text,
        voted_at -> Timestamptz,
        device_id -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    account,
    adoption,
    area,
    area_chain,
    area_former_name,
    assignment,
    attendance,
    base_month,
    base_revision,
    calendar_override,
    cell,
    certificate,
    channel,
    clock,
    committee_member,
    committee_rule,
    confirmed_version,
    conflict,
    consolidation,
    consolidation_district,
    contact_access,
    deployment,
    device,
    disclosure,
    elector,
    estimate,
    estimate_cell,
    estimate_revision,
    estimate_rule,
    event,
    exception,
    exception_request,
    fiscal_calendar,
    held_attempt,
    holiday,
    import_source,
    library_document,
    meeting,
    milestone,
    milestone_done,
    operation,
    outside_attempt,
    outside_handover,
    outside_identity,
    past_month,
    person,
    producer,
    producer_attribute,
    producer_contact,
    product,
    receipt,
    refresh_token,
    rejection,
    report,
    rights,
    rollup,
    roster,
    scoring_policy,
    sheet,
    sign_in_door,
    signature,
    subject,
    target,
    token_key,
    transmission,
    vote,
);
