import { stacksOf } from '../../cli/feed-stacks';

describe('stacksOf', () => {
  it('tells the stacks of feeds from those that feeds share', () => {
    expect(stacksOf(['people', 'billing'])).toEqual({
      feeds: ['billing', 'people'],
      lakes: [],
      networks: [],
      shared: ['lake', 'network'],
    });
  });

  it('leaves out the stacks of other feeds', () => {
    expect(stacksOf(['people'])).toEqual({
      feeds: ['people'],
      lakes: [],
      networks: [],
      shared: ['lake', 'network'],
    });
  });
});
