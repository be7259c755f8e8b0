package dev.maxdiff.domain;

/** The kind of an asset; trading rules differ by kind. */
public enum AssetClass {
  EQUITY("us_equity"),
  CRYPTO("crypto");

  private final String brokerName;

  AssetClass(String brokerName) {
    this.brokerName = brokerName;
  }

  /** Returns Alpaca's value of {@code asset_class}. */
  public String brokerName() {
    return brokerName;
  }
}
