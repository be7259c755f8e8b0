package dev.maxdiff.control.checks;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;

/** Refuses a wish whose orders the broker's rules of the asset exclude. */
public final class AssetCheck {

  private AssetCheck() {}

  /**
   * An exit is checked against class and {@code tradable} only: it closes what is held.
   *
   * @throws InvalidValueException naming the field, the value and the rule
   */
  public static void check(Wish wish, Asset asset) {
    String assumed = asset.symbol().assetClass().brokerName();
    if (!asset.assetClass().equals(assumed)) {
      throw new InvalidValueException(
          "symbol",
          asset.symbol() + " of the broker's class " + asset.assetClass(),
          "an asset of class " + assumed);
    }
    if (!asset.tradable()) {
      throw new InvalidValueException("symbol", asset.symbol(), "one that the broker trades");
    }
    if (wish.slotId().slot() == Slot.ENTRY) {
      checkShort(wish, asset);
      wish.quantity().ifPresent(quantity -> checkQuantity(quantity, asset));
    }
  }

  private static void checkShort(Wish wish, Asset asset) {
    if (wish.slotId().orderSide() == Side.SELL && !asset.shortable()) {
      throw new InvalidValueException(
          "side", Side.SELL, "buy: the broker says that " + asset.symbol() + " is not shortable");
    }
  }

  private static void checkQuantity(Quantity quantity, Asset asset) {
    BigDecimal value = quantity.value();
    if (!asset.fractionable() && value.stripTrailingZeros().scale() > 0) {
      throw new InvalidValueException(
          "target-qty",
          quantity,
          "a whole number: the broker says that " + asset.symbol() + " is not fractionable");
    }
    if (value.compareTo(asset.minimumOrder()) < 0) {
      throw new InvalidValueException(
          "target-qty",
          quantity,
          "at least "
              + asset.minimumOrder().stripTrailingZeros().toPlainString()
              + ", the broker's smallest order of "
              + asset.symbol());
    }
  }
}
