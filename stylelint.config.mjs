export default {
  extends: "stylelint-config-recommended-scss",
  rules: {
    // Compares rules by their last tag alone, so it takes apart what belongs to one component.
    "no-descending-specificity": null,
  },
};
