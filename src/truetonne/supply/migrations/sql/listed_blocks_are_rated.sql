-- Behind list_lot: a block from a registry goes on sale only while a published rating of it is in force. Lots that came
-- from no block of a registry (insets) are vouched for elsewhere. A part that is split off keeps what its lot was.
CREATE FUNCTION supply_refuse_unrated_listing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    block uuid;
BEGIN
    -- Splitting puts nothing on sale that was not.
    IF EXISTS (SELECT FROM ledger_lot whole WHERE whole.id = NEW.parent_id AND whole.is_listed) THEN
        RETURN NEW;
    END IF;
    WITH RECURSIVE line AS (
        SELECT id, public_id, parent_id FROM ledger_lot WHERE id = NEW.id
        UNION ALL
        SELECT above.id, above.public_id, above.parent_id FROM ledger_lot above JOIN line ON above.id = line.parent_id
    )
    SELECT holding.id INTO block FROM line JOIN supply_holding holding ON holding.lot = line.public_id;
    IF block IS NOT NULL AND NOT EXISTS (
        SELECT FROM supply_review review JOIN supply_reviewpublication rating ON rating.review_id = review.id
        WHERE review.holding_id = block AND review.state = 'PUBLISHED'
    ) THEN
        RAISE EXCEPTION 'lot % is of a block without a rating in force', NEW.public_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'listed_block_is_rated';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER listed_block_is_rated BEFORE UPDATE OF is_listed ON ledger_lot
    FOR EACH ROW WHEN (NEW.is_listed AND NOT OLD.is_listed) EXECUTE FUNCTION supply_refuse_unrated_listing();
