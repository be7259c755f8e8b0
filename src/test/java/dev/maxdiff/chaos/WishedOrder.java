package dev.maxdiff.chaos;

import dev.maxdiff.control.WishRequest;
import java.math.BigDecimal;
import java.util.List;

/**
 * Price and quantity of a wish, as on the command line of its watcher.
 *
 * @param quantity empty for a wish without a quantity
 */
record WishedOrder(String price, String quantity) {

  static WishedOrder of(WishRequest wish) {
    return new WishedOrder(
        plain(wish.price().toString()),
        wish.quantity() == null ? "" : plain(wish.quantity().toString()));
  }

  static WishedOrder of(List<String> arguments) {
    String price = option(arguments, "--takeprofit-price=");
    return new WishedOrder(
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
