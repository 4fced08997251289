// The filter over the cards. Its state stands after the # of the address, so that a filtered view can be kept as a link.
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var showing = document.getElementById("showing");
  var cards = Array.prototype.slice.call(document.querySelectorAll("#cards > details"));
  var names = ["recommendation", "part", "outcome", "flag", "text"];
  var parts = ["eligibility", "kit", "contract", "admission", "integrity"];
  var numbers = new Intl.NumberFormat(document.documentElement.lang);

  function plain(text) {
    return text.normalize("NFC").toLocaleLowerCase();
  }

  function chosen() {
    var state = {};
    names.forEach(function (name) {
      var field = form.elements[name];
      state[name] = field ? field.value : "";
    });
    return state;
  }

  function fits(card, state) {
    var data = card.dataset;
    var flags = data.flags ? data.flags.split(" ") : [];
    if (state.recommendation && data.recommendation !== state.recommendation) return false;
    if (state.part && !state.outcome && data[state.part] === "not-applicable") return false;
    if (state.outcome) {
      var among = state.part ? [state.part] : parts;
      if (!among.some(function (part) { return data[part] === state.outcome; })) return false;
    }
    if (state.flag === "*" && !flags.length) return false;
    if (state.flag === "-" && flags.length) return false;
    if (state.flag && state.flag !== "*" && state.flag !== "-" && flags.indexOf(state.flag) < 0) return false;
    return plain(data.text).indexOf(plain(state.text.trim())) >= 0;
  }

  function apply() {
    var state = chosen();
    var n = 0;
    cards.forEach(function (card) {
      var shown = fits(card, state);
      card.hidden = !shown;
      if (shown) n += 1;
    });
    var told = form.dataset.showing.replace("{n}", numbers.format(n)).replace("{m}", numbers.format(cards.length));
    showing.textContent = n || !cards.length ? told : told + ". " + form.dataset.nothing;
    return state;
  }

  function keep(state) {
    var query = new URLSearchParams();
    names.forEach(function (name) {
      if (state[name]) query.set(name, state[name]);
    });
    var text = query.toString();
    try {
      history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    } catch (refused) {
      // Some browsers refuse this on a file; the filter works without it.
    }
  }

  function recall() {
    var query = new URLSearchParams(location.hash.slice(1));
    if (!names.some(function (name) { return query.has(name); })) return false;
    names.forEach(function (name) {
      var field = form.elements[name];
      if (!field) return;
      field.value = query.get(name) || "";
      if (field.selectedIndex === -1) field.value = "";
    });
    return true;
  }

  function openAll(open) {
    cards.forEach(function (card) {
      if (!card.hidden) card.open = open;
    });
  }

  form.hidden = false;
  form.addEventListener("input", function () { keep(apply()); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  document.getElementById("show-all").addEventListener("click", function () {
    form.reset();
    keep(apply());
  });
  document.getElementById("open-all").addEventListener("click", function () { openAll(true); });
  document.getElementById("close-all").addEventListener("click", function () { openAll(false); });
  window.addEventListener("hashchange", function () {
    if (recall()) {
      apply();
      document.getElementById("cases").scrollIntoView();
    }
  });

  // A closed card would print as its first line only.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.filter.call(document.querySelectorAll("details"), function (item) { return !item.open; });
    closed.forEach(function (item) { item.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (item) { item.open = false; });
  });

  recall();
  apply();
})();
