-- Behind the grants: rows are only added; an application moves along its recorded steps; two people decide.

CREATE FUNCTION members_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'members_interest', 'members_submission', 'members_transition', 'members_evidencefile', 'members_evidence',
        'members_evidencejudgement', 'members_assessment', 'members_assessmentfinding', 'members_proposal',
        'members_decision', 'members_appeal', 'members_appealdecision', 'members_reminder', 'members_legalentity',
        'members_disclosedyear', 'members_figurejudgement', 'members_entityallocation', 'members_listedition',
        'members_listentry', 'members_heldlistrow', 'members_listlink', 'members_policyproposal',
        'members_policysignoff'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW'
            ' EXECUTE FUNCTION members_refuse_change()', name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
            ' EXECUTE FUNCTION members_refuse_change()', name || '_no_truncate', name);
    END LOOP;
END $$;

-- An application: the draft moves while it may be written, state, decision and date only with a step.

CREATE FUNCTION members_application_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{state,draft,decision_id,buys_until}'::text[]
        IS DISTINCT FROM to_jsonb(NEW) - '{state,draft,decision_id,buys_until}'::text[] THEN
        RAISE EXCEPTION 'application %: only draft and state change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.draft IS DISTINCT FROM NEW.draft AND OLD.state NOT IN ('DRAFT', 'NEEDS_INFO') THEN
        RAISE EXCEPTION 'application %: answers of an application in state % do not change', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_application_guard BEFORE UPDATE ON members_application
    FOR EACH ROW EXECUTE FUNCTION members_application_guard();
CREATE TRIGGER members_application_no_delete BEFORE DELETE ON members_application
    FOR EACH ROW EXECUTE FUNCTION members_refuse_change();
CREATE TRIGGER members_application_no_truncate BEFORE TRUNCATE ON members_application
    FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_change();

CREATE FUNCTION members_application_is_its_last_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stated record;
    reached record;
    in_force record;
BEGIN
    SELECT state, decision_id, buys_until INTO stated FROM members_application WHERE id = NEW.id;
    SELECT to_state INTO reached FROM members_transition WHERE application_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF stated.state IS DISTINCT FROM coalesce(reached.to_state, 'DRAFT') THEN
        RAISE EXCEPTION 'application % says % but its last step reached %', NEW.id, stated.state, reached.to_state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF stated.state IN ('ELIGIBLE', 'CONDITIONAL', 'EXPIRING') THEN
        SELECT is_confirmed, valid_until, application_id INTO in_force FROM members_decision
            WHERE id = stated.decision_id;
        IF in_force IS NULL OR NOT in_force.is_confirmed OR in_force.application_id <> NEW.id
            OR stated.buys_until IS NULL OR stated.buys_until > in_force.valid_until THEN
            RAISE EXCEPTION 'application % may not buy without a confirmed decision that reaches so far', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER members_application_is_its_last_step AFTER INSERT OR UPDATE ON members_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_application_is_its_last_step();

CREATE FUNCTION members_transition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
    judged record;
BEGIN
    IF NEW.number = 1 THEN
        before := 'DRAFT';
    ELSE
        SELECT to_state INTO before FROM members_transition
            WHERE application_id = NEW.application_id AND number = NEW.number - 1;
    END IF;
    IF before IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'application %: step % starts at % where it stood at %',
            NEW.application_id, NEW.number, NEW.from_state, before USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.from_state, NEW.to_state) NOT IN (
        ('DRAFT', 'SUBMITTED'), ('DRAFT', 'WITHDRAWN'), ('SUBMITTED', 'SCREENING'), ('SUBMITTED', 'WITHDRAWN'),
        ('SCREENING', 'NEEDS_INFO'), ('SCREENING', 'ELIGIBLE'), ('SCREENING', 'CONDITIONAL'),
        ('SCREENING', 'PENDING'), ('SCREENING', 'DECLINED'), ('SCREENING', 'WITHDRAWN'),
        ('NEEDS_INFO', 'SCREENING'), ('NEEDS_INFO', 'WITHDRAWN'), ('PENDING', 'SCREENING'),
        ('PENDING', 'WITHDRAWN'), ('ELIGIBLE', 'EXPIRING'), ('ELIGIBLE', 'SUSPENDED'), ('ELIGIBLE', 'WITHDRAWN'),
        ('CONDITIONAL', 'EXPIRING'), ('CONDITIONAL', 'SUSPENDED'), ('CONDITIONAL', 'WITHDRAWN'),
        ('EXPIRING', 'ELIGIBLE'), ('EXPIRING', 'SUSPENDED'), ('EXPIRING', 'WITHDRAWN'), ('SUSPENDED', 'ELIGIBLE'),
        ('SUSPENDED', 'WITHDRAWN')
    ) THEN
        RAISE EXCEPTION 'application %: % does not follow %', NEW.application_id, NEW.to_state, NEW.from_state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.to_state IN ('ELIGIBLE', 'CONDITIONAL', 'PENDING', 'DECLINED') THEN
        SELECT is_confirmed, outcome, application_id INTO judged FROM members_decision WHERE id = NEW.decision_id;
        IF judged IS NULL OR NOT judged.is_confirmed OR judged.application_id <> NEW.application_id
            OR (NEW.to_state, judged.outcome) NOT IN (
                ('ELIGIBLE', 'ELIGIBLE'), ('ELIGIBLE', 'CONDITIONAL'), ('CONDITIONAL', 'CONDITIONAL'),
                ('PENDING', 'PENDING'), ('DECLINED', 'INELIGIBLE')
            ) THEN
            RAISE EXCEPTION 'application %: % needs a decision of two people with that outcome',
                NEW.application_id, NEW.to_state USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_transition_follows BEFORE INSERT ON members_transition
    FOR EACH ROW EXECUTE FUNCTION members_transition_follows();

CREATE FUNCTION members_transition_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stated text;
    reached text;
BEGIN
    SELECT state INTO stated FROM members_application WHERE id = NEW.application_id;
    SELECT to_state INTO reached FROM members_transition
        WHERE application_id = NEW.application_id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'application % says % but its last step reached %', NEW.application_id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER members_transition_moves AFTER INSERT ON members_transition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_transition_moves();

-- Who judges is never who handed in.

CREATE FUNCTION members_evidencejudgement_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM members_evidence WHERE id = NEW.evidence_id AND uploader_id = NEW.person_id) THEN
        RAISE EXCEPTION 'evidence %: who handed it in does not judge it', NEW.evidence_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_evidencejudgement_is_by_another BEFORE INSERT ON members_evidencejudgement
    FOR EACH ROW EXECUTE FUNCTION members_evidencejudgement_is_by_another();

CREATE FUNCTION members_figurejudgement_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM members_disclosedyear WHERE id = NEW.year_id AND person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'figures %: who entered them does not judge them', NEW.year_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_figurejudgement_is_by_another BEFORE INSERT ON members_figurejudgement
    FOR EACH ROW EXECUTE FUNCTION members_figurejudgement_is_by_another();

CREATE FUNCTION members_decision_is_of_its_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM members_proposal p JOIN members_assessment a ON a.id = p.assessment_id
        WHERE p.id = NEW.proposal_id AND p.reviewer_id = NEW.reviewer_id AND a.application_id = NEW.application_id
          AND a.outcome = NEW.outcome
    ) THEN
        RAISE EXCEPTION 'decision %: reviewer, application and outcome are those of its proposal', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_decision_is_of_its_proposal BEFORE INSERT ON members_decision
    FOR EACH ROW EXECUTE FUNCTION members_decision_is_of_its_proposal();

CREATE FUNCTION members_appealdecision_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM members_appeal a JOIN members_decision d ON d.id = a.decision_id
        WHERE a.id = NEW.appeal_id AND NEW.person_id IN (d.reviewer_id, d.approver_id, a.person_id)
    ) THEN
        RAISE EXCEPTION 'appeal %: who took part in the decision does not judge it again', NEW.appeal_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_appealdecision_is_by_another BEFORE INSERT ON members_appealdecision
    FOR EACH ROW EXECUTE FUNCTION members_appealdecision_is_by_another();

CREATE FUNCTION members_policysignoff_is_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM members_policyproposal p
        WHERE p.id = NEW.proposal_id AND p.person_id <> NEW.person_id AND p.rule_set = NEW.rule_set
          AND p.version = NEW.version AND (NOT NEW.is_adopted OR p.valid_from > NEW.effective_at::date)
    ) THEN
        RAISE EXCEPTION 'policy %/%: another person signs it, before the day from which it applies',
            NEW.rule_set, NEW.version USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_policysignoff_is_by_another BEFORE INSERT ON members_policysignoff
    FOR EACH ROW EXECUTE FUNCTION members_policysignoff_is_by_another();
