import { LitElement } from 'lit';

/** A component without a shadow root: the page has one style sheet, and readers and tests find what is in it. */
export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }
}
