//! `schema.sql` as diesel reads it.
#![allow(missing_docs)]

diesel::table! { device (one) { one -> Integer, id -> Text, next_seq -> BigInt, } }

diesel::table! { past_device (id) { id -> Text, next_seq -> BigInt, ended_at -> Text, reason -> Text, } }

diesel::table! { lease (one) { one -> Integer, token -> Text, program -> Text, pid -> BigInt, since -> Text, } }

diesel::table! { person (id) { id -> Text, name -> Text, } }

diesel::table! {
    session (one) {
        one -> Integer,
        server -> Text,
        username -> Text,
        person -> Text,
        position -> Text,
        assignments -> Text,
        access_token -> Nullable<Text>,
        refresh_token -> Nullable<Text>,
    }
}

diesel::table! {
    mirror (one) {
        one -> Integer,
        server -> Nullable<Text>,
        person -> Nullable<Text>,
        cursor -> Nullable<Text>,
        epoch -> Nullable<Text>,
        pulled_at -> Nullable<Text>,
        pushed_at -> Nullable<Text>,
        clock_offset -> BigInt,
        since_seq -> BigInt,
        clock_error -> Nullable<BigInt>,
    }
}

diesel::table! { mirror_channel (code) { code -> Text, name_th -> Text, name_en -> Text, } }

diesel::table! {
    mirror_producer (id) {
        id -> Text,
        district -> Text,
        registration_number -> Nullable<Text>,
        name -> Text,
        kind -> Text,
        subdistrict -> Text,
        active_from -> Text,
        active_until -> Nullable<Text>,
        version -> Integer,
        makes -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_report (id) {
        id -> Text,
        district -> Text,
        month -> Text,
        status -> Text,
        version -> Integer,
        audit_head -> Text,
        opens_at -> Nullable<Text>,
        submit_from -> Nullable<Text>,
        due_at -> Nullable<Text>,
        closes_at -> Nullable<Text>,
        exception_until -> Nullable<Text>,
        writable_from -> Nullable<Text>,
        writable_until -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_sheet (id) {
        id -> Text,
        producer_id -> Text,
        month -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        given_by -> Nullable<Text>,
        given_on -> Nullable<Text>,
        note -> Nullable<Text>,
        copied -> Bool,
        version -> Integer,
        changed_at -> Text,
        changed_by -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_entry (id) {
        id -> Text,
        producer_id -> Text,
        month -> Text,
        category -> Text,
        channel -> Text,
        amount -> Text,
        note -> Nullable<Text>,
        version -> Integer,
        deleted -> Bool,
        changed_at -> Text,
        changed_by -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_estimate (id) {
        id -> Text,
        district -> Text,
        fiscal_year -> Integer,
        period -> Text,
        status -> Text,
        version -> Integer,
        opens_at -> Nullable<Text>,
        due_at -> Nullable<Text>,
        closes_at -> Nullable<Text>,
        late -> Bool,
    }
}

diesel::table! {
    mirror_estimate_entry (id) {
        id -> Text,
        producer_id -> Text,
        fiscal_year -> Integer,
        period -> Integer,
        amount -> Text,
        note -> Nullable<Text>,
        version -> Integer,
        deleted -> Bool,
        changed_at -> Text,
        changed_by -> Nullable<Text>,
    }
}

diesel::table! {
    estimate_now (id) {
        id -> Text,
        producer_id -> Text,
        fiscal_year -> Integer,
        period -> Integer,
        amount -> Text,
        note -> Nullable<Text>,
        own -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_conflict (id) {
        id -> Text,
        entry_id -> Nullable<Text>,
        sheet_id -> Nullable<Text>,
        estimate_id -> Nullable<Text>,
        base_version -> Integer,
        master_amount -> Nullable<Text>,
        offered_amount -> Nullable<Text>,
        master_state -> Nullable<Text>,
        offered_state -> Nullable<Text>,
        offered_by -> Nullable<Text>,
        device_id -> Nullable<Text>,
        operation_id -> Text,
        resolved_at -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_rejection (operation_id) {
        operation_id -> Text,
        refusal -> Text,
        offered -> Text,
        offered_by -> Nullable<Text>,
        acknowledged_at -> Nullable<Text>,
    }
}

diesel::table! {
    mirror_held (operation_id) {
        operation_id -> Text,
        district -> Text,
        month -> Text,
        code -> Text,
        offered -> Text,
        offered_by -> Nullable<Text>,
        held_since -> Text,
        opens_at -> Nullable<Text>,
    }
}

diesel::table! { mirror_year (area, fiscal_year) { area -> Text, fiscal_year -> Integer, told -> Text, } }

diesel::table! {
    outbox (operation_id) {
        operation_id -> Text,
        device_seq -> BigInt,
        person -> Text,
        base_version -> Nullable<Integer>,
        base_operation -> Nullable<Text>,
        change -> Text,
        resolves -> Nullable<Text>,
        supersedes -> Nullable<Text>,
        recorded_at -> Text,
        state -> Text,
        outcome -> Nullable<Text>,
        refusal -> Nullable<Text>,
        conflict -> Nullable<Text>,
        entry_version -> Nullable<Integer>,
        sheet_version -> Nullable<Integer>,
        opens_at -> Nullable<Text>,
        attempts -> Integer,
        answered_at -> Nullable<Text>,
        again -> Bool,
        adopted_from -> Nullable<Text>,
        adoption_reason -> Nullable<Text>,
        adopted_at -> Nullable<Text>,
        kind -> Text,
        producer_id -> Nullable<Text>,
        month -> Nullable<Text>,
        category -> Nullable<Text>,
        channel -> Nullable<Text>,
        amount -> Nullable<Text>,
        fiscal_year -> Nullable<Text>,
        period -> Nullable<Text>,
        target -> Nullable<Text>,
    }
}

diesel::table! {
    outgoing (operation_id) {
        operation_id -> Text,
        device_seq -> BigInt,
        person -> Text,
        base_version -> Nullable<Integer>,
        base_operation -> Nullable<Text>,
        change -> Text,
        resolves -> Nullable<Text>,
        supersedes -> Nullable<Text>,
        recorded_at -> Text,
        state -> Text,
        opens_at -> Nullable<Text>,
        attempts -> Integer,
        producer_id -> Nullable<Text>,
        month -> Nullable<Text>,
        adopted_from -> Nullable<Text>,
        adoption_reason -> Nullable<Text>,
    }
}

diesel::table! {
    cell_now (id) {
        id -> Text,
        producer_id -> Text,
        month -> Text,
        category -> Text,
        channel -> Text,
        amount -> Text,
        note -> Nullable<Text>,
        own -> Nullable<Text>,
    }
}

diesel::table! {
    over_sheet (operation_id) {
        operation_id -> Text,
        device_seq -> BigInt,
        kind -> Text,
        state -> Text,
        change -> Text,
        sheet_id -> Text,
        producer_id -> Text,
        month -> Text,
        amount -> Nullable<Text>,
    }
}

diesel::table! {
    attachment (id) {
        id -> Text,
        person -> Text,
        producer_id -> Text,
        month -> Text,
        input -> Text,
        file_name -> Nullable<Text>,
        size -> BigInt,
        scan -> Nullable<Binary>,
        received -> BigInt,
        recorded_at -> Text,
        state -> Text,
        refusal -> Nullable<Text>,
        epoch -> Nullable<Text>,
        answered_at -> Nullable<Text>,
    }
}

diesel::table! { listed (number) { number -> Integer, operation_id -> Text, } }

diesel::table! {
    attention (operation_id) {
        operation_id -> Text,
        conflict_id -> Nullable<Text>,
        own -> Bool,
    }
}

diesel::joinable!(outbox -> person (person));
diesel::allow_tables_to_appear_in_same_query!(outbox, person);
diesel::allow_tables_to_appear_in_same_query!(outbox, mirror_rejection);
diesel::allow_tables_to_appear_in_same_query!(outbox, attention);
diesel::allow_tables_to_appear_in_same_query!(outbox, mirror_held);
diesel::allow_tables_to_appear_in_same_query!(mirror_entry, mirror_producer);
diesel::allow_tables_to_appear_in_same_query!(mirror_sheet, mirror_producer);
diesel::allow_tables_to_appear_in_same_query!(mirror_estimate_entry, mirror_producer);
diesel::allow_tables_to_appear_in_same_query!(listed, attention);
