// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice What a curve is made from; fixed for ever.
/// @param token the model token sold; fees are sent to it as revenue
/// @param saleSupply tokens for sale, 18 decimals
/// @param liquiditySupply tokens kept for the pool at graduation
/// @param targetWei ETH to raise, fees not counted
/// @param treasuryBps part of the raise for the treasury at graduation, in 1/10,000: it shapes the price, so that the
/// pool opens at the curve's last price
/// @param treasury who gets that part; the token itself makes it revenue of the holders
/// @param feeBps lasting trading fee, in 1/10,000
/// @param snipeFeeBps fee at launch, decaying linearly to `feeBps`
/// @param snipeDurationSec seconds the decay takes
struct CurveParams {
    address token;
    uint256 saleSupply;
    uint256 liquiditySupply;
    uint256 targetWei;
    uint16 treasuryBps;
    address treasury;
    uint16 feeBps;
    uint16 snipeFeeBps;
    uint32 snipeDurationSec;
}

/// @notice Where a curve stands. Amounts in wei and in tokens of 18 decimals. Once graduated it stays at its end: the
/// reserve is then what was raised, and has left for pool and treasury.
/// @param complete whether everything for sale is sold; a sell before graduation undoes it
/// @param graduated whether the curve is closed for good and the token trades in its pool
struct CurveState {
    uint256 virtualWei;
    uint256 virtualTokens;
    uint256 reserveWei;
    uint256 tokensSold;
    uint256 targetWei;
    uint256 saleSupply;
    uint256 priceWei;
    uint16 feeBps;
    bool complete;
    bool graduated;
}

/// @title BondingCurve: the sale of one model token
/// @notice Two-sided constant product with virtual reserves x·y: x starts at `virtualWei`, y at `virtualTokens`.
/// Reserves are internal numbers, never balances. The reserve rounds up at every point and fees round up, so that no
/// sequence of trades gains; what rounding leaves over goes to the holders with the fee.
/// Buys stop at the target; sells stay open until `graduate` has succeeded. Then the curve is closed for good, and the
/// token trades in the pool of the `hook`.
interface IBondingCurve {
    /// @notice One trade. `weiAmount` is what the trader paid (buy) or got (sell), fee included in both readings.
    event Trade(
        address indexed trader,
        address indexed recipient,
        bool isBuy,
        uint256 weiAmount,
        uint256 tokenAmount,
        uint256 feeWei,
        uint256 reserveWei,
        uint256 tokensSold
    );
    /// @notice The target is reached. A sell before graduation opens buys again, so that it can be reached again.
    event TargetReached(uint256 reserveWei);

    error BondingCurve_Expired(uint256 deadline, uint256 nowSec);
    error BondingCurve_InsufficientOutput(uint256 amount, uint256 minimum);
    error BondingCurve_ExcessiveInput(uint256 amount, uint256 maximum);
    error BondingCurve_ZeroAmount();
    error BondingCurve_Complete();
    error BondingCurve_NotEnoughReserve(uint256 amount, uint256 available);
    error BondingCurve_BadParameter(string name);
    error BondingCurve_PaymentFailed(address to, uint256 amount);
    error BondingCurve_NotLaunchpad(address caller);
    error BondingCurve_NotComplete(uint256 tokensSold, uint256 saleSupply);
    error BondingCurve_Graduated();
    error BondingCurve_NotPaid(uint256 received, uint256 expected);

    /// @notice Sets a fresh clone up; can be called once, by the launchpad that made it.
    function initialize(CurveParams calldata params) external;

    /// @notice Buys with all ETH sent. The buy that reaches the target is capped there; the rest is refunded to the caller.
    /// @return tokensOut tokens bought
    /// @return weiSpent wei kept, fee included
    function buy(uint256 minTokensOut, address recipient, uint256 deadline)
        external
        payable
        returns (uint256 tokensOut, uint256 weiSpent);

    /// @notice Buys exactly `tokensOut` for at most the ETH sent; the rest is refunded to the caller.
    function buyExactOut(uint256 tokensOut, address recipient, uint256 deadline)
        external
        payable
        returns (uint256 weiSpent);

    /// @notice The creator's first buy, inside the launch transaction: pays the lasting fee only. Launchpad only.
    function firstBuy(uint256 minTokensOut, address recipient)
        external
        payable
        returns (uint256 tokensOut, uint256 weiSpent);

    /// @notice Sells exactly `tokensIn`, taken from the caller by allowance.
    function sell(uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        returns (uint256 weiOut);

    /// @notice Sells as many tokens as pay out exactly `weiOut`.
    function sellExactOut(uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        returns (uint256 tokensIn);

    /// @notice `sell` with an ERC-2612 permit of `tokensIn` that expires at `deadline`. A permit that somebody else
    /// already used does no harm.
    function sellWithPermit(
        uint256 tokensIn,
        uint256 minWeiOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 weiOut);

    /// @notice `sell` for a caller that is a contract and passes tokens on (a router): it is called back with `onCurveSell`
    /// and sends the tokens then, from wherever they are.
    function sellFrom(uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        returns (uint256 weiOut);

    /// @notice `sellExactOut` in the same way.
    function sellExactOutFrom(uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        returns (uint256 tokensIn);

    /// @notice Ends a complete sale, for good: the treasury is paid its part of the raise, the rest of it goes into the
    /// pool with the tokens kept for that, at the curve's last price. Anyone may call it; once it has succeeded it does
    /// nothing. ETH or tokens that somebody sent to the curve change nothing, and go to the holders.
    function graduate() external;

    /// @notice What `buy` would do with `weiIn` now. Zeros where it would revert.
    function quoteBuy(uint256 weiIn) external view returns (uint256 tokensOut, uint256 weiSpent, uint256 feeWei);

    /// @notice What `buyExactOut` would cost now. Zeros where it would revert.
    function quoteBuyExactOut(uint256 tokensOut) external view returns (uint256 weiIn, uint256 feeWei);

    /// @notice What `sell` would pay now. Zeros where it would revert.
    function quoteSell(uint256 tokensIn) external view returns (uint256 weiOut, uint256 feeWei);

    /// @notice What `sellExactOut` would take now. Zeros where it would revert.
    function quoteSellExactOut(uint256 weiOut) external view returns (uint256 tokensIn, uint256 feeWei);

    /// @notice The state in one call. `priceWei` is the marginal price of one whole token (1e18 units), fee not counted.
    function state() external view returns (CurveState memory);

    /// @notice The fee of a buy now, in 1/10,000. A sell pays the lasting `feeBps` at any time.
    function currentFeeBps() external view returns (uint16);

    /// @notice The parameters it was made from.
    function params() external view returns (CurveParams memory);

    /// @notice The hook that opens the pool and owns its liquidity.
    function hook() external view returns (address);

    /// @notice Unix seconds of its initialisation: the anti-snipe decay starts here.
    function startedAt() external view returns (uint256);
}
