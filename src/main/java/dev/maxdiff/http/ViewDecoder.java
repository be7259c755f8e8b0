package dev.maxdiff.http;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderTerms;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;

/** Reads the views that {@link JsonViews} writes, without data binding. */
final class ViewDecoder {

  private ViewDecoder() {}

  static WishAnswer wishAnswer(JsonObject json) {
    return new WishAnswer(
        json.value("outcome", WishAnswer.Outcome::valueOf),
        key(json),
        slot(json),
        json.number("generation"),
        json.text("words"),
        json.text("warning"));
  }

  static WishPreview preview(JsonObject json) {
    return new WishPreview(
        json.value("verdict", WishPreview.Verdict::valueOf),
        key(json),
        slot(json),
        json.text("words"),
        json.text("warning"));
  }

  static StopAnswer stopAnswer(JsonObject json) {
    return new StopAnswer(key(json), slot(json), json.flag("done"), json.text("words"));
  }

  static ActionLine actionLine(JsonObject json) {
    return new ActionLine(json.flag("done"), json.text("words"));
  }

  static ConsistencyView consistency(JsonObject json) {
    return new ConsistencyView(
        key(json),
        slot(json),
        json.text("supervisor"),
        json.text("process"),
        json.text("order"),
        json.decimal("held"),
        json.decimal("covered"),
        json.text("coverage"),
        json.flag("agreed"),
        json.text("words"));
  }

  static RuntimeEvent event(JsonObject json) {
    return new RuntimeEvent(
        json.instant("at"),
        json.value("kind", RuntimeEvent.Kind::valueOf),
        json.object("slot", slotId -> new SlotId(key(slotId), slot(slotId))),
        json.number("generation"),
        json.value("price", Price::parse),
        json.value("quantity", Quantity::parse),
        json.text("words"));
  }

  static HealthView health(JsonObject json) {
    return new HealthView(json.text("status"), json.number("pid"));
  }

  static ErrorView error(JsonObject json) {
    return new ErrorView(json.text("error"), json.text("field"));
  }

  static StatusView status(JsonObject json) {
    return new StatusView(
        json.value("venue", Venue::parse),
        json.instant("at"),
        json.text("brokerError"),
        json.object("account", ViewDecoder::account),
        json.list("positions", ViewDecoder::position),
        json.list("orders", ViewDecoder::order),
        json.list("watchers", ViewDecoder::watcher),
        json.list("capital", ViewDecoder::capital),
        json.texts("pauses"),
        json.texts("holds"),
        json.list("uncovered", ViewDecoder::uncovered),
        json.optionalTexts("unreadable"),
        json.texts("reconciled"));
  }

  private static StatusView.UncoveredLine uncovered(JsonObject json) {
    return new StatusView.UncoveredLine(
        key(json),
        json.decimal("quantity"),
        json.instant("since"),
        json.text("words"),
        json.text("state") == null ? "uncovered" : json.text("state"));
  }

  private static StatusView.CapitalLine capital(JsonObject json) {
    return new StatusView.CapitalLine(key(json), json.decimal("needed"), json.decimal("reserved"));
  }

  private static Account account(JsonObject json) {
    return new Account(
        json.text("number"),
        json.text("status"),
        json.decimal("cash"),
        json.decimal("equity"),
        json.decimal("lastEquity"),
        json.decimal("buyingPower"),
        json.decimal("nonMarginableBuyingPower"),
        json.decimal("multiplier"),
        json.flag("tradingBlocked"),
        json.flag("accountBlocked"),
        json.flag("shortingEnabled"));
  }

  private static StatusView.PositionLine position(JsonObject json) {
    return new StatusView.PositionLine(
        json.value("symbol", Symbol::parse),
        json.decimal("quantity"),
        json.map("owned", WatcherKey::parse, JsonObject::decimal),
        json.decimal("unowned"),
        json.decimal("averageEntryPrice"),
        json.decimal("currentPrice"));
  }

  private static StatusView.OrderLine order(JsonObject json) {
    return new StatusView.OrderLine(
        key(json),
        slot(json),
        json.number("generation"),
        json.value("symbol", Symbol::parse),
        json.value("side", Side::parse),
        json.decimal("quantity"),
        json.decimal("filled"),
        json.decimal("limitPrice"),
        json.text("status"),
        json.text("clientOrderId"),
        json.text("type"),
        json.object("terms", ViewDecoder::terms),
        json.text("words"),
        json.optionalTexts("legs"),
        json.flag("isWithdrawn"));
  }

  private static OrderTerms terms(JsonObject json) {
    return new OrderTerms(
        json.text("orderClass"),
        json.decimal("notional"),
        json.decimal("stopPrice"),
        json.decimal("trailPrice"),
        json.decimal("trailPercent"));
  }

  private static StatusView.WatcherLine watcher(JsonObject json) {
    return new StatusView.WatcherLine(
        key(json),
        slot(json),
        json.number("generation"),
        json.flag("wanted"),
        json.flag("alive"),
        (int) json.number("pid"),
        json.text("state"),
        json.value("price", Price::parse),
        json.value("quantity", Quantity::parse),
        json.decimal("tolerance"),
        json.instant("startedAt"),
        json.instant("expiresAt"),
        json.instant("updatedAt"),
        (int) json.number("restarts"),
        json.text("error"),
        json.instant("heldSince"));
  }

  private static WatcherKey key(JsonObject json) {
    return json.value("key", WatcherKey::parse);
  }

  private static Slot slot(JsonObject json) {
    return json.value("slot", Slot::parse);
  }
}
