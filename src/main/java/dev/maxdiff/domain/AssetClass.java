package dev.maxdiff.domain;

/** What kind of asset a symbol names; the two trade by different rules. */
public enum AssetClass {
  EQUITY("us_equity"),
  CRYPTO("crypto");

  private final String brokerName;

  AssetClass(String brokerName) {
    this.brokerName = brokerName;
  }

  /** The name that Alpaca uses in {@code asset_class}. */
  public String brokerName() {
    return brokerName;
  }
}
