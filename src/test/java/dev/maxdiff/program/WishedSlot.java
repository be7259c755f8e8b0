package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.control.WishAnswer;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A slot that gets wishes with new prices, and its state in process, file and broker. */
final class WishedSlot {

  private static final Pattern PRICE = Pattern.compile("--(?:limit|takeprofit)-price=(\\d+)");

  private final String key;
  private final String slot;
  private final String quantity;
  private final int step;
  private int acknowledged;
  private int newest;

  /**
   * @param quantity quantity of an entry; empty for an exit
   * @param first first price in USD
   * @param step difference between two prices in USD
   */
  WishedSlot(String key, String quantity, int first, int step) {
    this.key = key;
    this.slot = quantity.isEmpty() ? "exit" : "entry";
    this.quantity = quantity;
    this.step = step;
    this.newest = first - step;
  }

  String key() {
    return key;
  }

  /** Sends a wish with the next price. */
  CompletableFuture<WishAnswer> wish(Sandbox sandbox) {
    newest += step;
    String price = Integer.toString(newest);
    WishClient client = WishClient.of(sandbox);
    return quantity.isEmpty()
        ? client.wishExit(key, price)
        : client.wishEntry(key, price, quantity);
  }

  /** The newest price is acknowledged: older prices are wrong from now on. */
  void acknowledged() {
    acknowledged = newest;
  }

  /** The living watchers of the slot; two at once violate promise P1. */
  List<MarkedProcesses.Marked> watchers(Sandbox sandbox) {
    List<MarkedProcesses.Marked> alive =
        sandbox.watchers().stream()
            .filter(process -> key.equals(process.key()) && slot.equals(process.slot()))
            .toList();
    assertThat(alive).as("watchers of %s", this).hasSizeLessThan(2);
    return alive;
  }

  /**
   * Whether one watcher, its file and one order at the broker all have the acknowledged price, or
   * all have the price under way, which counts as acknowledged then.
   */
  boolean isTheSameEverywhere(Sandbox sandbox) {
    return holdsFor(
        price -> isWatched(sandbox, price) && isFiled(sandbox, price) && isOrdered(sandbox, price));
  }

  /** The same for the watcher alone. */
  boolean isWatched(Sandbox sandbox) {
    return holdsFor(price -> isWatched(sandbox, price));
  }

  /** The same for watcher and file. */
  boolean isWatchedAndFiled(Sandbox sandbox) {
    return holdsFor(price -> isWatched(sandbox, price) && isFiled(sandbox, price));
  }

  private boolean holdsFor(IntPredicate condition) {
    for (int price : List.of(acknowledged, newest)) {
      if (condition.test(price)) {
        acknowledged = price;
        newest = price;
        return true;
      }
    }
    return false;
  }

  private boolean isWatched(Sandbox sandbox, int price) {
    return watchers(sandbox).stream()
        .map(watcher -> PRICE.matcher(MarkedProcesses.commandLine(watcher.pid())))
        .filter(Matcher::find)
        .anyMatch(found -> Integer.parseInt(found.group(1)) == price);
  }

  private boolean isFiled(Sandbox sandbox, int price) {
    String name = key.replace("|buy|", "_buy_" + slot + "_") + "_";
    List<String> active =
        sandbox.files().stream()
            .filter(file -> file.path("active").asBoolean())
            .map(file -> file.path("config_path").asText())
            .filter(path -> path.contains("/" + name))
            .toList();
    return active.size() == 1 && active.get(0).endsWith("_" + price + ".json");
  }

  private boolean isOrdered(Sandbox sandbox, int price) {
    return sandbox
        .audit()
        .openOrder(key + " " + slot)
        .map(order -> limit(order).compareTo(BigDecimal.valueOf(price)) == 0)
        .orElse(false);
  }

  private static BigDecimal limit(JsonNode order) {
    return new BigDecimal(order.path("limit_price").asText("0"));
  }

  @Override
  public String toString() {
    return "%s %s at %d, or at %d under way".formatted(key, slot, acknowledged, newest);
  }
}
