package dev.maxdiff.chaos;

import dev.maxdiff.control.WishRequest;
import java.math.BigDecimal;
import java.util.List;

/**
 * What the watcher of a wish is told on its command line.
 *
 * @param quantity empty where none is named
 */
record Expected(String price, String quantity) {

  static Expected of(WishRequest wish) {
    return new Expected(
        plain(wish.price().toString()),
        wish.quantity() == null ? "" : plain(wish.quantity().toString()));
  }

  static Expected of(List<String> arguments) {
    String price = option(arguments, "--takeprofit-price=");
    return new Expected(
        plain(price.isEmpty() ? option(arguments, "--limit-price=") : price),
        plain(option(arguments, "--target-qty=")));
  }

  private static String option(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name))
        .map(argument -> argument.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  private static String plain(String number) {
    return number.isEmpty() ? "" : new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
