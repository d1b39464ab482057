/* Check a certificate in the browser, offline. The same checks in the same order, with the same verdicts, as
 * truetonne/proof/verifier.py; a test holds both to one corpus. No certificate and no key ever leaves the page.
 *
 * The page gives these elements, by id; the first and the last are required:
 *   verify-file      <input type="file">: the certificate
 *   verify-drop      an element onto which a file may be dropped (default: the form around verify-file)
 *   verify-key       <textarea> or <input>: a public key line; if filled, it alone decides
 *   verify-key-file  <input type="file">: fills verify-key
 *   verify-pin       <button type="button">: keeps the key in verify-key in this browser ("pins" it)
 *   verify-pinned    <ul>: is filled with the pinned keys, each with a button that forgets it
 *   verify-words     <dl hidden>: translations, <dt> a code or label below, <dd> the sentence with its {placeholders}
 *   [data-scripted]  elements with the attribute hidden, of use with scripts only: shown when this file runs
 *   verify-result    receives the verdict; data-live="true" refuses certificates of a sandbox (a live exchange)
 *
 * verify-result gets role="status" and data-verdict="0|1|2|3"; the event "truetonne:verified" bubbles from it with
 * the verdict ({exit_code, code, reason, facts}) as its detail. Without a page:
 *   await truetonneVerify.verify(bytes, {key: line or null, pinned: [line, ...], isLive: false}) */
"use strict";
(() => {
  // Equal to verifier.py: a test compares them. Between the marks stands plain JSON.
  /* shared: begin */
  const SHARED = {
    "depth_max": 16,
    "file_bytes_max": 262144,
    "key": "([!-*,-~]{1,200})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]{44})",
    "checkpoint": "(([!-*,-~]{1,200})\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\n)\\n\\u2014 ([!-*,-~]{1,200}) ([A-Za-z0-9+/]{91}=)\\n",
    "unreadable": ["too_large", "too_deep", "not_json"],
    "reasons": {
      "valid": "Valid: the log of {key} holds this certificate as entry {log_index}.",
      "key_not_pinned": "Consistent, but you have not pinned the key {key}: anybody may have made this file.",
      "too_large": "The file is larger than a certificate can be.",
      "too_deep": "The file nests deeper than a certificate can.",
      "not_json": "The file is not JSON text in UTF-8.",
      "not_canonical": "The bytes are not the one form that a certificate has: it was changed, written anew, or is none.",
      "unknown_member": "{member} is not a member of a certificate.",
      "missing_member": "{member} is missing.",
      "wrong_value": "{member} does not have the form it must have.",
      "figures_disagree": "{member} says {said}, its parts come to {parts}.",
      "keys_disagree": "The checkpoint is not signed under the name and id of the key {key}.",
      "path_wrong": "The inclusion proof does not lead from this certificate to the root of the checkpoint.",
      "entry_twice": "The log holds a part of itself twice, so that the place of the entry is not certain.",
      "signature_wrong": "The log's signature does not cover this root.",
      "annex_wrong": "{member} does not match its hash in the body.",
      "other_key": "The certificate is signed with the key {key}, not with {pinned}.",
      "sandbox": "This is the certificate of a sandbox: no real unit stands behind it.",
      "key_unreadable": "This is not one line with an Ed25519 public key and its own id: name+id+base64.",
      "float_refused": "{value} has no canonical form: quantities are integers, decimals are text.",
      "integer_refused": "{value} lies beyond 2^53 - 1, where not every JSON reader is exact.",
      "type_refused": "{value} has no canonical form: not text, integer, boolean, null, array or object with text names.",
      "surrogate_refused": "{value} is half of a surrogate pair, which UTF-8 cannot hold."
    },
    "types": {
      "text": "[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\n]{1,2000}",
      "note": "[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]{1,280}",
      "lines": "[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]{1,1000}",
      "format": "truetonne/certificate/1",
      "id": "[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}",
      "key_id": "[0-9a-f]{8}",
      "key": "([!-*,-~]{1,200})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]{44})",
      "hash": "[0-9a-f]{64}",
      "word": "[A-Z][A-Z0-9_]{0,63}",
      "country": "[A-Z]{2}",
      "decimal": "[+-]?[0-9]{1,30}([.][0-9]{1,30})?",
      "date": "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
      "instant": "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z",
      "url": "https?://[!-~]{1,1000}"
    },
    "schema": [
      "file annex?:annex body:body proof:proof",
      "proof checkpoint:lines inclusion_proof:hash[] key:key log_index:int",
      "annex allocation?:sealed beneficiary?:sealed price?:sealed signer?:sealed",
      "sealed salt:hash value:any",
      "body format:format certificate_id:id retirement_id:id version:int replaces?:id kind:word livemode:bool operator:text",
      "body key_id:key_id verify_url:url annex_sha256:hashes beneficiary:beneficiary holder:holder quantity:quantity act:act",
      "body lines:line[] purpose:purpose wording:wording labels?:label[] article6?:article6[] durability?:durability[]",
      "body quality?:quality[]",
      "hashes allocation?:hash beneficiary?:hash price?:hash signer?:hash",
      "beneficiary display_name?:text legal_name?:text lei?:text registration_number?:text domain?:text country?:country parent?:text",
      "beneficiary hidden_until?:date",
      "holder retired_by:text account_holder?:text",
      "quantity kg:int tonnes:text words:text",
      "act effective_at:instant recorded_at:instant order_id?:id request_id?:text external_id?:text registry_confirmed:bool",
      "act registry_confirmed_on?:date registry_transaction_id?:text registry_url?:url",
      "line lot_id:id registry:text program:text project_id:text project_name:text issuance_id:text vintage_start:date",
      "line vintage_end:date first:int last:int unit_kg:int first_part_kg:int last_part_kg:int kg:int serial_printed?:text",
      "line country?:country subdivision?:text coordinates?:coordinates developer?:text methodology?:text methodology_version?:text",
      "line credit_class?:word make_good_for?:reference[] inset?:inset",
      "coordinates latitude:decimal longitude:decimal",
      "reference certificate_id:id line:int",
      "inset side:word volume_ml:int energy_mj:int fuel_type:text feedstock:text batch:text chain_of_custody:word facility?:text",
      "inset feedstock_origin?:text mass_kg?:int heating_value_basis?:text delivery_place?:text delivery_date?:date mode?:word",
      "inset scheme?:text scheme_certificate?:text sustainability_proof?:text wtw_g_co2e_per_mj?:decimal fossil_reference_id?:text",
      "inset fossil_reference_g_co2e_per_mj?:decimal difference_g_co2e_per_mj?:decimal biogenic_co2_kg?:int is_co_processed?:bool",
      "inset claims_given_up?:text[] covered_by?:reference[] tiers?:text[] scope3_category?:int is_tonne_km_included?:bool",
      "inset expires_on?:date verifier_statement?:text unit_code?:text",
      "purpose code:word reason?:word note?:note claim_year?:int period_start?:date period_end?:date country?:country scope?:text",
      "purpose residual_share_pct?:decimal",
      "wording gross_inventory:languages claim?:languages code?:text code_version?:text product_neutrality?:languages",
      "wording host_country?:languages",
      "languages en:text vi?:text zh-Hans?:text",
      "label lot_id:id label:word issuer?:text phase?:text valid_from?:date valid_until?:date",
      "article6 lot_id:id declaration:word status:word authorization_ref?:text purpose?:text leaf_path?:int ndc_use?:text",
      "durability lot_id:id delivery:word durability_class?:word years?:int cover?:text",
      "quality lot_id:id review_id:text reviewer:text reviewed_on:date next_review_on:date score?:decimal score_low?:decimal",
      "quality score_high?:decimal other?:rating[]",
      "rating agency:text rating:text scale:text rated_on:date"
    ]
  };
  /* shared: end */
  const P = 2n ** 255n - 19n;
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const SMALL_ORDER_Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
  class Refused extends Error {
    constructor(code, facts = {}) {
      super(sentence(SHARED.reasons[code], facts));
      this.code = code;
      this.facts = facts;
    }
  }

  const sentence = (template, facts) => template.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
  const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  const utf8 = (text) => new TextEncoder().encode(text);
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
  const equal = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);

  // ---- Canonical bytes: RFC 8785 without fractions ----

  function encode(value) {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "string") {
      if (/\p{Surrogate}/u.test(value)) throw new Refused("surrogate_refused", { value: "text" });
      return JSON.stringify(value);
    }
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) throw new Refused("float_refused", { value });
      return String(value);
    }
    if (Array.isArray(value)) return `[${value.map(encode).join(",")}]`;
    return `{${Object.keys(value).sort().map((name) => `${encode(name)}:${encode(value[name])}`).join(",")}}`;
  }

  function attempt(code, work) {
    try {
      return work();
    } catch {
      throw new Refused(code);
    }
  }

  function decode(bytes) {
    if (bytes.length > SHARED.file_bytes_max) throw new Refused("too_large");
    const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = attempt("not_json", () => utf8Decoder.decode(bytes));
    let depth = 0;
    for (const bracket of text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, "").match(/[[\]{}]/g) || []) {
      depth += "[{".includes(bracket) ? 1 : -1;
      if (depth > SHARED.depth_max) throw new Refused("too_deep");
    }
    const value = attempt("not_json", () => JSON.parse(text));
    // Blanks, other escapes, another order, a member named twice: all come back as other bytes.
    if (attempt("not_canonical", () => encode(value)) !== text) throw new Refused("not_canonical");
    return value;
  }

  // ---- The tree: RFC 6962, RFC 9162 ----

  async function climb(leaf, index, size, path) {
    const nodes = [leaf];
    let [position, last] = [index, size - 1];
    const up = () => { [position, last] = [Math.floor(position / 2), Math.floor(last / 2)]; };
    for (const sibling of path) {
      if (last === 0) return [];
      const node = nodes[nodes.length - 1];
      if (position % 2 === 1 || position === last) {
        nodes.push(await sha256([1], sibling, node));
        while (position % 2 === 0 && position > 0) up();
      } else {
        nodes.push(await sha256([1], node, sibling));
      }
      up();
    }
    return last === 0 && index >= 0 && index < size ? nodes : [];
  }

  // ---- Ed25519: the browser's own, with the strict rules of verifier.py around it ----

  const little = (bytes) => BigInt(`0x${hex(Array.from(bytes).reverse())}`);

  function power(base, exponent) {
    let result = 1n;
    for (let [square, rest] = [base % P, exponent]; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = (result * square) % P;
      square = (square * square) % P;
    }
    return result;
  }

  function isPublicKey(bytes) {
    if (bytes.length !== 32) return false;
    const sign = little(bytes) >> 255n;
    const y = little(bytes) & (2n ** 255n - 1n);
    const d = ((P - 121665n) * power(121666n, P - 2n)) % P;
    const square = ((y * y - 1n + P) * power(d * y * y + 1n, P - 2n)) % P;
    const isOnCurve = square === 0n ? sign === 0n : power(square, (P - 1n) / 2n) === 1n;
    const isSmall = [0n, 1n, P - 1n, SMALL_ORDER_Y8, P - SMALL_ORDER_Y8].includes(y);
    return y < P && isOnCurve && !isSmall;
  }

  async function isSignature(key, message, signature) {
    if (signature.length !== 64 || little(signature.slice(32)) >= L || !isPublicKey(key)) return false;
    const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
  }

  // ---- Keys and checkpoints: C2SP signed-note and tlog-checkpoint ----

  function base64(text) {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, (letter) => letter.charCodeAt(0)) : new Uint8Array();
  }

  async function readKey(text) {
    const line = text.replace(/^[\r\n\t ]+|[\r\n\t ]+$/g, "");
    const match = whole(SHARED.key).exec(line);
    const data = match ? base64(match[3]) : new Uint8Array();
    const raw = data.slice(1);
    if (!match || data[0] !== 1 || !isPublicKey(raw)) throw new Refused("key_unreadable");
    const id = hex((await sha256(utf8(match[1]), [10, 1], raw)).slice(0, 4));
    if (id !== match[2]) throw new Refused("key_unreadable");
    return { name: match[1], id, raw, text: line, short: `${match[1]}+${id}` };
  }

  function readCheckpoint(text) {
    const match = whole(SHARED.checkpoint).exec(text);
    const [root, signed] = match ? [base64(match[4]), base64(match[6])] : [[], []];
    if (!match || !root.length || !signed.length || !Number.isSafeInteger(Number(match[3])) || match[2] !== match[5]) {
      throw new Refused("wrong_value", { member: "proof.checkpoint" });
    }
    const size = Number(match[3]);
    return { signed: utf8(match[1]), origin: match[2], size, root, keyId: hex(signed.slice(0, 4)), signature: signed.slice(4) };
  }

  // ---- What a certificate holds ----

  const FORMS = new Map(Object.entries(SHARED.types).map(([kind, pattern]) => [kind, whole(pattern)]));
  const OBJECTS = new Map();
  for (const line of SHARED.schema) {
    const [object, ...members] = line.split(" ");
    const known = OBJECTS.get(object) || new Map();
    for (const [name, kind] of members.map((member) => member.split(":"))) {
      known.set(name.replace("?", ""), { kind, isRequired: !name.endsWith("?") });
    }
    OBJECTS.set(object, known);
  }

  function misfit(value, kind) {
    if (FORMS.has(kind)) return typeof value === "string" && FORMS.get(kind).test(value) ? null : ["wrong_value", ""];
    const members = OBJECTS.get(kind);
    if (members && value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const name of Object.keys(value).sort()) {
        const shown = /^[A-Za-z0-9_]{1,40}$/.test(name) ? name : "(another name)";
        if (!members.has(name)) return ["unknown_member", `.${shown}`];
        const found = misfit(value[name], members.get(name).kind);
        if (found) return [found[0], `.${name}${found[1]}`];
      }
      const isMissing = (name) => members.get(name).isRequired && !Object.hasOwn(value, name);
      const missing = Array.from(members.keys()).filter(isMissing).sort()[0];
      return missing ? ["missing_member", `.${missing}`] : null;
    }
    if (kind.endsWith("[]") && Array.isArray(value)) {
      for (let at = 0; at < value.length; at += 1) {
        const found = misfit(value[at], kind.slice(0, -2));
        if (found) return [found[0], `[${at}]${found[1]}`];
      }
      return null;
    }
    const isWhole = kind === "int" && Number.isSafeInteger(value) && value >= 0;
    return isWhole || kind === "any" || (kind === "bool" && typeof value === "boolean") ? null : ["wrong_value", ""];
  }

  function checkShape(value) {
    const found = misfit(value, "file");
    if (found) throw new Refused(found[0], { member: found[1].replace(/^\.+/, "") });
  }

  // ---- The checks, in order ----

  function lineKg(line) {
    const between = BigInt(line.last) - BigInt(line.first) - 1n;
    const [first, last, unit] = [line.first_part_kg, line.last_part_kg, line.unit_kg];
    if (between < -1n || Math.min(first, last) < 1 || Math.max(first, last) > unit) return 0n;
    if (between === -1n) return first === last ? BigInt(first) : 0n;
    return BigInt(first) + between * BigInt(unit) + BigInt(last);
  }

  function checkFigures(body) {
    const disagree = (member, said, parts) => new Refused("figures_disagree", { member, said, parts });
    body.lines.forEach((line, at) => {
      if (lineKg(line) !== BigInt(line.kg)) throw disagree(`body.lines[${at}].kg`, line.kg, lineKg(line));
    });
    const { kg, tonnes } = body.quantity;
    const parts = body.lines.reduce((sum, line) => sum + BigInt(line.kg), 0n);
    if (BigInt(kg) !== parts || kg === 0) throw disagree("body.quantity.kg", kg, parts);
    const fraction = String(parts % 1000n).padStart(3, "0").replace(/0+$/, "");
    const right = `${parts / 1000n}${fraction && `.${fraction}`}`;
    if (tonnes !== right) throw disagree("body.quantity.tonnes", tonnes, right);
  }
  async function checkProof(entry, proof) {
    const [signer, checkpoint] = [await readKey(proof.key), readCheckpoint(proof.checkpoint)];
    if (checkpoint.origin !== signer.name || checkpoint.keyId !== signer.id) {
      throw new Refused("keys_disagree", { key: signer.short });
    }
    const path = proof.inclusion_proof.map(unhex);
    const nodes = await climb(await sha256([0], entry), proof.log_index, checkpoint.size, path);
    if (!nodes.length || !equal(nodes[nodes.length - 1], checkpoint.root)) throw new Refused("path_wrong");
    if (path.some((sibling, at) => equal(sibling, nodes[at]))) throw new Refused("entry_twice");
    if (!(await isSignature(signer.raw, checkpoint.signed, checkpoint.signature))) throw new Refused("signature_wrong");
    return { signer, size: checkpoint.size };
  }

  async function checkAnnex(annex, body) {
    for (const part of Object.keys(annex).sort()) {
      const seal = hex(await sha256(unhex(annex[part].salt), utf8(encode(annex[part].value))));
      if (body.annex_sha256[part] !== seal) throw new Refused("annex_wrong", { member: `annex.${part}` });
    }
  }

  function trust(signer, given, pinned) {
    const known = given || pinned.find((key) => key.name === signer.name);
    if (!known) return "key_not_pinned";
    if (known.text !== signer.text) throw new Refused("other_key", { key: signer.short, pinned: known.short });
    return "valid";
  }

  async function verify(bytes, { key = null, pinned = [], isLive = false } = {}) {
    let failing = 2; // a key that was given and cannot be read
    try {
      const given = key ? await readKey(key) : null;
      const known = await Promise.all(pinned.map(readKey));
      failing = 1;
      const file = decode(bytes);
      checkShape(file);
      checkFigures(file.body);
      const { signer, size } = await checkProof(utf8(encode(file.body)), file.proof);
      await checkAnnex(file.annex || {}, file.body);
      const code = trust(signer, given, known);
      if (isLive && !file.body.livemode) throw new Refused("sandbox");
      const facts = { key: signer.short, log_index: file.proof.log_index, size, body: file.body };
      return { exit_code: code === "valid" ? 0 : 3, code, reason: sentence(SHARED.reasons[code], facts), facts };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const exit_code = SHARED.unreadable.includes(error.code) ? 2 : failing;
      return { exit_code, code: error.code, reason: error.message, facts: error.facts };
    }
  }

  globalThis.truetonneVerify = { verify, readKey };

  // ---- The page ----

  const STORE = "truetonne.trusted-keys";
  const LABELS = {
    verdict_0: "Valid", verdict_1: "Not valid", verdict_2: "Unreadable", verdict_3: "Key not pinned",
    certificate: "Certificate", operator: "Operator", beneficiary: "Beneficiary", mass: "Mass", retired_at: "Retired at",
    purpose: "Purpose", line: "Line", entry: "Entry", key: "Signed with", sandbox_label: "Sandbox",
    entry_of: "{log_index} of {size}", sealed_name: "a name sealed in the annex", forget: "Forget",
    line_text: "{kg} kg, {project_name} ({program} {project_id}), vintage {vintage_start}, serials {first} to {last}",
    no_crypto: "This browser cannot check Ed25519 signatures here. Use a current browser over https, or the verifier file.",
    key_pinned: "Pinned in this browser: {key}.",
    key_other_pinned: "Another key is pinned under this name: {key}. Forget it first, if the operator says why it changed.",
  };

  function start() {
    const at = (id) => document.getElementById(`verify-${id}`);
    const [file, result] = [at("file"), at("result")];
    if (!file || !result) return;
    for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
    const words = new Map();
    for (const term of document.querySelectorAll("#verify-words dt")) {
      words.set(term.textContent.trim(), term.nextElementSibling.textContent.trim());
    }
    const say = (name, facts = {}) => sentence(words.get(name) || LABELS[name] || SHARED.reasons[name], facts);
    const make = (tag, text, css) => {
      const element = document.createElement(tag);
      if (css) element.className = css;
      element.textContent = text;
      return element;
    };
    result.setAttribute("role", "status");
    let bytes = null;

    const stored = () => { try { return localStorage.getItem(STORE) || ""; } catch { return ""; } };
    const pinned = () => stored().split("\n").filter((line) => line);
    const keep = (lines) => { localStorage.setItem(STORE, lines.join("\n")); listPinned(); };

    function listPinned() {
      const list = at("pinned");
      if (!list) return;
      list.replaceChildren(...pinned().map((line) => {
        const item = make("li", "");
        const forget = make("button", say("forget"), "btn plain slim");
        forget.type = "button";
        forget.addEventListener("click", () => { keep(pinned().filter((other) => other !== line)); check(); });
        item.append(make("span", line, "mono"), " ", forget);
        return item;
      }));
    }

    async function pin() {
      const key = await readKey(at("key").value).catch(() => null);
      if (!key) return show({ exit_code: 2, code: "key_unreadable", facts: {} });
      const others = await Promise.all(pinned().map((line) => readKey(line).catch(() => null)));
      const other = others.find((known) => known && known.name === key.name && known.text !== key.text);
      if (other) return note(say("key_other_pinned", { key: other.short }));
      keep(Array.from(new Set([...pinned(), key.text])));
      at("key").value = "";
      return bytes ? check() : note(say("key_pinned", { key: key.short }));
    }

    function note(text) {
      delete result.dataset.verdict;
      result.replaceChildren(make("p", text));
    }

    function rows({ facts }) {
      const { body } = facts;
      const found = [["certificate", body.certificate_id], ["operator", body.operator]];
      found.push(["beneficiary", body.beneficiary.display_name || say("sealed_name")]);
      const tonnes = (Number(body.quantity.kg) / 1000).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 3 });
      found.push(["mass", `${tonnes} t = ${body.quantity.kg} kg (${body.quantity.words})`]);
      found.push(["retired_at", body.act.effective_at], ["purpose", body.purpose.code]);
      found.push(...body.lines.map((line) => ["line", say("line_text", line)]));
      found.push(["entry", say("entry_of", facts)], ["key", facts.key]);
      if (!body.livemode) found.push(["sandbox_label", say("sandbox")]);
      return found;
    }

    function show(verdict) {
      const css = ["verdict met", "verdict not-met", "verdict not-met", "verdict part-met"][verdict.exit_code];
      const parts = [make("p", "")];
      parts[0].append(make("span", say(`verdict_${verdict.exit_code}`), css));
      parts.push(make("p", say(verdict.code, verdict.facts)));
      if (verdict.facts.body) {
        const list = make("dl", "", "kv");
        for (const [label, value] of rows(verdict)) {
          const pair = make("div", "");
          pair.append(make("dt", say(label)), make("dd", value));
          list.append(pair);
        }
        parts.push(list);
      }
      result.dataset.verdict = String(verdict.exit_code);
      result.replaceChildren(...parts);
      result.dispatchEvent(new CustomEvent("truetonne:verified", { bubbles: true, detail: verdict }));
    }

    async function check() {
      if (!bytes) return;
      const key = at("key") && at("key").value.trim() ? at("key").value : null;
      try {
        show(await verify(bytes, { key, pinned: pinned(), isLive: result.dataset.live === "true" }));
      } catch {
        note(say("no_crypto"));
      }
    }

    async function take(chosen) {
      if (!chosen) return;
      bytes = new Uint8Array(await chosen.slice(0, SHARED.file_bytes_max + 1).arrayBuffer());
      await check();
    }

    file.addEventListener("change", () => take(file.files[0]));
    const drop = at("drop") || file.closest("form") || file;
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    });
    if (at("key")) at("key").addEventListener("input", check);
    if (at("pin")) at("pin").addEventListener("click", pin);
    if (at("key-file")) {
      at("key-file").addEventListener("change", async () => {
        at("key").value = (await at("key-file").files[0].slice(0, 1000).text()).trim();
        await check();
      });
    }
    listPinned();
  }

  if (typeof document !== "undefined") {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }
})();
